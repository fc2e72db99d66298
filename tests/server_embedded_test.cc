#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

#include "agent/server/embedded.h"
#include "agent/server/embedded_child.h"
#include "agent/server/protocol/response.h"
#include "agent/server/server.h"
#include "agent/server/wait.h"
#include "tests/support/loopback_client.h"

namespace sockq {
namespace {

using namespace std::chrono_literals;

/// Looks again every millisecond, for at most 30 s.
template <class Condition>
bool eventually(Condition condition) {
  const auto limit = std::chrono::steady_clock::now() + 30s;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > limit) return false;
    ::poll(nullptr, 0, 1);
  }
  return true;
}

/// The accept queue of the listener on 127.0.0.1:port: the rx_queue column (proc_net_tcp.txt).
long accept_queue(std::uint16_t port) {
  std::ifstream table("/proc/self/net/tcp");
  std::array<char, 32> local;
  std::snprintf(local.data(), local.size(), "0100007F:%04X", port);
  for (std::string line; std::getline(table, line);) {
    std::istringstream words(line);
    std::string slot, address, remote, state, queues;
    words >> slot >> address >> remote >> state >> queues;
    if (address == local.data() && state == "0A") return std::stol(queues.substr(9), nullptr, 16);
  }
  return -1;
}

/// ListenOverflows of this network namespace: the first TcpExt line names, the second one counts.
long listen_overflows() {
  std::ifstream table("/proc/self/net/netstat");
  std::string names, counts;
  std::getline(table, names);
  std::getline(table, counts);
  std::istringstream name_words(names), count_words(counts);
  std::string name, count;
  while (name_words >> name && count_words >> count)
    if (name == "ListenOverflows") return std::stol(count);
  return -1;
}

std::string name_of(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/comm");
  std::string name;
  std::getline(file, name);
  return name;
}

TEST(EmbeddedServerTest, Answers) {
  const auto embedded = EmbeddedServer::start();
  ASSERT_TRUE(embedded.ok());
  const LoopbackClient client;
  ASSERT_TRUE(client.connect(embedded.value().address()));
  ASSERT_TRUE(client.send("GET / HTTP/1.0\r\n\r\n"));
  EXPECT_EQ(client.receive_all(), response_to({.keep_alive = false}));
  EXPECT_EQ(name_of(embedded.value().pid()), "sockq-reference");
}

TEST(EmbeddedServerTest, FillsAndOverflowsItsAcceptQueueAgainAndAgain) {
  const long overflows = listen_overflows();
  const auto embedded = EmbeddedServer::start();
  ASSERT_TRUE(embedded.ok());
  const std::uint16_t port = embedded.value().address().port();
  for (int burst = 0; burst < 2; ++burst) {
    EXPECT_TRUE(eventually([port] { return accept_queue(port) >= 4; }));  // for some 50 ms
    EXPECT_TRUE(eventually([port] { return accept_queue(port) == 0; }));
  }
  EXPECT_TRUE(eventually([overflows] { return listen_overflows() > overflows; }));
}

TEST(EmbeddedServerTest, KeepsNothingOfTheAgentOpen) {
  std::array<int, 2> ends;
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  const UniqueFd read_end(ends[0]);
  UniqueFd write_end(ends[1]);
  const auto embedded = EmbeddedServer::start();
  ASSERT_TRUE(embedded.ok());
  write_end.reset();
  EXPECT_TRUE(readable_within(read_end.get(), 30s));  // at its end: no copy is left
}

TEST(EmbeddedServerTest, EndsAndIsReapedWithItsObject) {
  std::optional<Result<EmbeddedServer>> embedded(EmbeddedServer::start());
  ASSERT_TRUE(embedded->ok());
  const pid_t pid = embedded->value().pid();
  ASSERT_TRUE(eventually([pid] { return name_of(pid) == "sockq-reference"; }));
  embedded.reset();
  EXPECT_EQ(::kill(pid, 0), -1);
  EXPECT_EQ(errno, ESRCH);
}

/// Starts the server in a process of its own, an agent in miniature, and lets `end` make it end.
/// Returns how the server ended, as its adopted parent sees it.
template <class End>
siginfo_t server_after_agent(End end) {
  siginfo_t ended{};
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  std::array<int, 2> ends;
  EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  const UniqueFd read_end(ends[0]);
  UniqueFd write_end(ends[1]);
  const pid_t agent = ::fork();
  if (agent == 0) {
    const auto embedded = EmbeddedServer::start();
    const pid_t pid = embedded.ok() ? embedded.value().pid() : 0;
    if (::write(write_end.get(), &pid, sizeof(pid)) == sizeof(pid)) ::pause();
    ::_exit(1);
  }
  write_end.reset();
  pid_t server = 0;
  EXPECT_EQ(::read(read_end.get(), &server, sizeof(server)), ssize_t{sizeof(server)});
  EXPECT_TRUE(eventually([server] { return name_of(server) == "sockq-reference"; }));
  const UniqueFd process = watch_process(server);
  end(agent, server);
  EXPECT_EQ(::waitpid(agent, nullptr, 0), agent);
  if (readable_within(process.get(), 30s)) {
    EXPECT_EQ(::waitid(P_PID, static_cast<id_t>(server), &ended, WEXITED), 0);
  } else {
    ADD_FAILURE() << "the server outlived its agent";
    ::kill(server, SIGKILL);
  }
  ::prctl(PR_SET_CHILD_SUBREAPER, 0);
  return ended;
}

TEST(EmbeddedServerTest, ChildEndsAtTheEndOfItsPipe) {
  const auto server = Server::open({.listen = {parse_socket_address("127.0.0.1:0").value()}});
  ASSERT_TRUE(server.ok());
  std::array<int, 2> ends;
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  const UniqueFd read_end(ends[0]);
  UniqueFd write_end(ends[1]);
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child == 0) run_embedded_child(*server.value(), read_end.get(), parent);
  write_end.reset();
  int status = -1;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST(EmbeddedServerTest, EndsWithAKilledAgent) {
  server_after_agent([](pid_t agent, pid_t) { ::kill(agent, SIGKILL); });
}

TEST(EmbeddedServerTest, LeavesCtrlCToTheAgent) {
  server_after_agent([](pid_t agent, pid_t server) {
    ::kill(server, SIGINT);
    const UniqueFd process = watch_process(server);
    EXPECT_FALSE(readable_within(process.get(), 100ms));
    ::kill(agent, SIGKILL);
  });
}

TEST(EmbeddedServerTest, EndsOnSigtermByItself) {
  const siginfo_t ended = server_after_agent([](pid_t agent, pid_t server) {
    ::kill(server, SIGTERM);
    const UniqueFd process = watch_process(server);
    EXPECT_TRUE(readable_within(process.get(), 30s));
    ::kill(agent, SIGKILL);
  });
  EXPECT_EQ(ended.si_status, SIGTERM);
}

}  // namespace
}  // namespace sockq
