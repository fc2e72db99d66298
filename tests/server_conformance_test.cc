#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <unistd.h>

#include <atomic>
#include <deque>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "agent/server/patterns/pattern.h"
#include "agent/server/protocol/length_framer.h"
#include "agent/server/protocol/response.h"
#include "tests/support/dialogues.h"
#include "tests/support/loopback_client.h"
#include "tests/support/server_process.h"
#include "tests/support/temp_dir.h"

namespace sockq {
namespace {

using namespace std::chrono_literals;

/// A pattern and a multiplexer, as `sockq serve` takes them.
struct Variant {
  std::string pattern;
  std::string multiplexer = "epoll";
};

std::ostream& operator<<(std::ostream& out, const Variant& variant) {
  return out << variant.pattern << "_" << variant.multiplexer;
}

std::vector<Variant> variants() {
  std::vector<Variant> result;
  for (const Pattern& pattern : pattern_table()) result.push_back({std::string(pattern.name)});
  result.insert(result.end(), {{"epoll", "poll"}, {"epoll", "select"}, {"hybrid", "poll"}});
  return result;
}

class Conformance : public testing::TestWithParam<Variant> {
 protected:
  [[nodiscard]] static std::vector<std::string> words(std::vector<std::string> more) {
    more.insert(more.end(),
                {"--pattern", GetParam().pattern, "--multiplexer", GetParam().multiplexer});
    return more;
  }
  /// What the server says to `bytes` until it closes.
  [[nodiscard]] static std::string exchange(const ServerProcess& server, std::string_view bytes) {
    const LoopbackClient client(server.address().family());
    EXPECT_TRUE(client.connect(server.address()));
    EXPECT_TRUE(client.send(bytes));
    return client.receive_all();
  }
};

TEST_P(Conformance, KeepsConnectionsAlive) {
  const ServerProcess server(words({}));
  expect_kept_alive(server.address());
}

TEST_P(Conformance, AnswersPipelinedRequestsInOrder) {
  const ServerProcess server(words({"--read-size", "1000"}));
  const std::string head = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n";
  EXPECT_EQ(exchange(server, repeated(kGet, 500) + head + kLastGet),
            repeated(kAnswer, 500) + response_to({.head_method = true}) + kLastAnswer);
}

TEST_P(Conformance, ReadsAByteAtATime) {
  const ServerProcess server(words({"--read-size", "1"}));
  expect_read_byte_by_byte(server.address());
}

TEST_P(Conformance, FramesByLinesAndByLength) {
  std::string lines;
  std::string messages;
  for (std::size_t size : {0, 1, 100, 4095, 8000}) {
    lines += std::string(size, 'x') + "\n";
    messages += LengthFramer::message(std::string(size * 8, 'x'));
  }
  const std::vector<std::pair<std::string, std::string>> cases{{"lines", lines},
                                                               {"length", messages}};
  for (const auto& [framing, bytes] : cases) {
    const ServerProcess server(words({"--framing", framing, "--read-size", "777"}));
    const LoopbackClient client;
    ASSERT_TRUE(client.connect(server.address()));
    std::thread writer([&client, &bytes] {
      EXPECT_TRUE(client.send(bytes));
      ::shutdown(client.fd(), SHUT_WR);
    });
    const std::string echo = client.receive_all();
    writer.join();
    EXPECT_TRUE(echo == bytes) << framing << ": " << echo.size() << " of " << bytes.size();
  }
}

TEST_P(Conformance, RefusesABadClientWithAnAnswerItCanRead) {
  const ServerProcess server(words({}));
  EXPECT_EQ(exchange(server, "GET / HTTP/1.1\r\n" + std::string(100'000, 'x')),
            response_to({.status = 431, .keep_alive = false}));
}

TEST_P(Conformance, AnswersAClientThatHasShutDownItsSide) {
  const ServerProcess server(words({}));
  expect_answered_after_shutdown(server.address());
}

TEST_P(Conformance, WritesOnWhereASlowReaderLetIt) {
  constexpr std::size_t kBody = 4 << 20;
  const ServerProcess server(words({"--body-size", std::to_string(kBody)}));
  const LoopbackClient client;
  const int bytes = 16384;
  ASSERT_EQ(::setsockopt(client.fd(), SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes)), 0);
  ASSERT_TRUE(client.connect(server.address()));
  ASSERT_TRUE(client.send(kLastGet));
  std::string answer = client.receive(10);
  std::this_thread::sleep_for(50ms);  // in which the server's send buffer fills
  answer += client.receive_all();
  EXPECT_TRUE(answer == response_to({.keep_alive = false}, kBody)) << answer.size();
}

TEST_P(Conformance, OutlivesClientsThatAbort) {
  const ServerProcess server(words({"--body-size", "1MiB"}));
  for (int i = 0; i < 60; ++i) {
    LoopbackClient client;
    ASSERT_TRUE(client.connect(server.address()));
    // Before its request, within it, and while the answer is under way.
    const std::string begun = i % 3 == 0 ? "" : i % 3 == 1 ? "GET / HT" : repeated(kGet, 20);
    ASSERT_TRUE(client.send(begun));
    ASSERT_EQ(reports(client.fd(), POLLIN, i % 3 == 2 ? 20s : 1ms), i % 3 == 2);
    client.abort();
  }
  EXPECT_EQ(exchange(server, kLastGet), response_to({.keep_alive = false}, 1 << 20));
}

TEST_P(Conformance, PassesOverUrgentData) {
  const ServerProcess server(words({}));
  const LoopbackClient client;
  ASSERT_TRUE(client.connect(server.address()));
  ASSERT_TRUE(client.send(kGet.substr(0, 7)));
  ASSERT_EQ(::send(client.fd(), "!", 1, MSG_OOB), 1);
  ASSERT_TRUE(client.send(kGet.substr(7)));
  ASSERT_EQ(client.receive(kAnswer.size()), kAnswer);
  ASSERT_EQ(::send(client.fd(), "!", 1, MSG_OOB), 1);
  ASSERT_TRUE(client.send(kLastGet));
  EXPECT_EQ(client.receive_all(), kLastAnswer);
}

TEST_P(Conformance, ServesAThousandClients) {
  const ServerProcess server(words({"--max-connections", "200"}));
  std::deque<LoopbackClient> clients(1000);
  for (const LoopbackClient& client : clients) {
    ASSERT_TRUE(client.connect(server.address()));
    ASSERT_TRUE(client.send(kLastGet));
  }
  for (const LoopbackClient& client : clients) ASSERT_EQ(client.receive_all(), kLastAnswer);
}

TEST_P(Conformance, ServesSlowClientsAtOnce) {
  const ServerProcess server(words({}));
  std::deque<LoopbackClient> clients(20);
  for (const LoopbackClient& client : clients) ASSERT_TRUE(client.connect(server.address()));
  for (const char byte : kLastGet) {
    for (const LoopbackClient& client : clients) ASSERT_TRUE(client.send({&byte, 1}));
    std::this_thread::sleep_for(1ms);
  }
  for (const LoopbackClient& client : clients) EXPECT_EQ(client.receive_all(), kLastAnswer);
}

TEST_P(Conformance, ClosesWhoIsSilentForTooLong) {
  const ServerProcess server(words({"--timeout", "100ms"}));
  const LoopbackClient silent;
  ASSERT_TRUE(silent.connect(server.address()));
  const LoopbackClient half;
  ASSERT_TRUE(half.connect(server.address()));
  ASSERT_TRUE(half.send("GET / HT"));
  EXPECT_EQ(silent.receive_all(), "");
  EXPECT_EQ(half.receive_all(), "");
  EXPECT_EQ(exchange(server, kLastGet), kLastAnswer);
}

/// Of a process and the children it has reaped.
std::chrono::nanoseconds processor_time(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  std::getline(file, line);
  std::istringstream rest(line.substr(line.rfind(')') + 2));
  std::string skipped;
  for (int i = 0; i < 11; ++i) rest >> skipped;
  std::int64_t ticks = 0;
  for (int i = 0; i < 4; ++i) {
    std::int64_t part = 0;
    rest >> part;
    ticks += part;
  }
  return ticks * 1'000'000'000ns / ::sysconf(_SC_CLK_TCK);
}

/// Whether it soon takes less than half of a processor: one that spins never does.
bool comes_to_rest(pid_t pid) {
  constexpr auto kWindow = 400ms;
  const auto deadline = std::chrono::steady_clock::now() + 20s;
  while (std::chrono::steady_clock::now() < deadline) {
    const auto before = processor_time(pid);
    std::this_thread::sleep_for(kWindow);
    if (processor_time(pid) - before < kWindow / 2) return true;
  }
  return false;
}

TEST_P(Conformance, RestsWithoutDescriptorsAndRecovers) {
  const ServerProcess server(words({}), "127.0.0.1:0", 16);
  // A sanitizer that has not yet seen a type needs a descriptor to look at it.
  ASSERT_EQ(exchange(server, kLastGet), kLastAnswer);
  std::deque<LoopbackClient> clients(60);
  for (const LoopbackClient& client : clients) ASSERT_TRUE(client.connect(server.address()));
  EXPECT_TRUE(comes_to_rest(server.pid()));
  for (LoopbackClient& client : clients) {
    ASSERT_TRUE(client.send(kLastGet));
    ASSERT_EQ(client.receive_all(), kLastAnswer);
    client.close();
  }
}

TEST_P(Conformance, ServesUnixSocketsAndRemovesTheirFiles) {
  const TempDir dir;
  const std::string path = (dir.path() / "serve.sock").string();
  {
    const ServerProcess server(words({}), path);
    EXPECT_EQ(exchange(server, kGet + kLastGet), kAnswer + kLastAnswer);
  }
  EXPECT_NE(::access(path.c_str(), F_OK), 0);
  const ServerProcess abstract(words({}), "@sockq-test-" + std::to_string(::getpid()));
  EXPECT_EQ(exchange(abstract, kLastGet), kLastAnswer);
}

TEST_P(Conformance, HangsWhereAskedAndEndsAllTheSame) {
  for (const char* what : {"accept", "read", "write"}) {
    const ServerProcess server(words({"--stall", what}));
    const LoopbackClient client;
    ASSERT_TRUE(client.connect(server.address()));
    ASSERT_TRUE(client.send(kLastGet));
    EXPECT_FALSE(reports(client.fd(), POLLIN, 50ms)) << what;
  }
}

TEST_P(Conformance, HangsNowAndThenAndLosesNobody) {
  for (const char* what : {"accept", "read", "write"}) {
    const ServerProcess server(
        words({"--stall", what, "--stall-every", "200ms", "--stall-for", "120ms"}));
    auto longest = 0ns;
    for (int i = 0; i < 15; ++i) {
      const auto begin = std::chrono::steady_clock::now();
      ASSERT_EQ(exchange(server, kGet + kLastGet), kAnswer + kLastAnswer) << what;
      longest =
          std::max<std::chrono::nanoseconds>(longest, std::chrono::steady_clock::now() - begin);
      std::this_thread::sleep_for(25ms);
    }
    EXPECT_GT(longest, 60ms) << what;
  }
}

TEST_P(Conformance, AnswersWhatIsBegunBeforeItEnds) {
  ServerProcess server(words({"--work", "300ms"}));
  const LoopbackClient idle;
  const LoopbackClient busy;
  const bool one_at_a_time = GetParam().pattern == "serial";
  if (!one_at_a_time) {
    ASSERT_TRUE(idle.connect(server.address()));
  }
  ASSERT_TRUE(busy.connect(server.address()));
  ASSERT_TRUE(busy.send(kGet));
  EXPECT_FALSE(reports(busy.fd(), POLLIN, 100ms));
  server.signal(SIGTERM);
  EXPECT_EQ(busy.receive_all(), kLastAnswer);
  if (!one_at_a_time) {
    EXPECT_EQ(idle.receive_all(), "");
  }
  server.end();
  EXPECT_FALSE(LoopbackClient().connect(server.address()));
}

/// Requests on connections of their own, or on one, until the server is gone. False where an answer
/// broke off.
bool ask_until_gone(const SocketAddress& server, bool keep_alive, std::atomic<int>& answered) {
  while (true) {
    const LoopbackClient client;
    if (!client.connect(server)) return true;
    while (client.send(keep_alive ? kGet : kLastGet)) {
      const std::string answer = client.receive(keep_alive ? kAnswer.size() : kLastAnswer.size());
      if (answer.empty()) break;
      if (answer != kAnswer && answer != kLastAnswer) return false;
      ++answered;
      if (!keep_alive || answer != kAnswer) break;
    }
  }
}

TEST_P(Conformance, BreaksOffNoAnswerWhenItEndsUnderLoad) {
  ServerProcess server(words({"--work", "1ms"}));
  std::atomic<int> answered = 0;
  std::atomic<int> broken = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 16; ++i)
    clients.emplace_back([&, keep_alive = i % 2 == 0 && GetParam().pattern != "serial"] {
      if (!ask_until_gone(server.address(), keep_alive, answered)) ++broken;
    });
  while (answered < 100) std::this_thread::yield();
  server.end();
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(broken, 0);
}

INSTANTIATE_TEST_SUITE_P(Patterns, Conformance, testing::ValuesIn(variants()),
                         [](const auto& tested) {
                           return tested.param.pattern + "_" + tested.param.multiplexer;
                         });

}  // namespace
}  // namespace sockq
