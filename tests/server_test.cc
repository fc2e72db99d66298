#include "agent/server/server.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "agent/server/load/load.h"
#include "agent/server/protocol/response.h"
#include "tests/support/dialogues.h"
#include "tests/support/loopback_client.h"

namespace sockq {
namespace {

using namespace std::chrono_literals;

SocketAddress address(std::string_view text) { return parse_socket_address(text).value(); }

/// Accepted sockets inherit these from their listener.
void set_buffers(int fd, int bytes) {
  ASSERT_EQ(::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes)), 0);
  ASSERT_EQ(::setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof(bytes)), 0);
}

/// A thread that ends when told to by its stop descriptor.
class Stoppable {
 public:
  template <class Run>
  explicit Stoppable(Run run)
      : stop_(::eventfd(0, EFD_CLOEXEC)),
        thread_([this, run] { EXPECT_TRUE(run(stop_.get()).ok()); }) {}
  ~Stoppable() {
    EXPECT_EQ(::eventfd_write(stop_.get(), 1), 0);
    thread_.join();
  }

 private:
  UniqueFd stop_;
  std::thread thread_;
};

class RunningServer {
 public:
  explicit RunningServer(ServerOptions options = {}) {
    options.listen = {sockq::address("127.0.0.1:0")};
    server_ = Server::open(options).value();
    thread_.emplace([this](int stop_fd) { return server_->run(stop_fd); });
  }
  [[nodiscard]] SocketAddress address() const { return server_->addresses().front(); }
  [[nodiscard]] int listener() const { return server_->descriptors().front(); }

 private:
  std::unique_ptr<Server> server_;
  std::optional<Stoppable> thread_;
};

TEST(ServerTest, KeepsConnectionsAlive) {
  const RunningServer server;
  expect_kept_alive(server.address());
}

TEST(ServerTest, AnswersPipelinedRequestsInOrder) {
  const RunningServer server;
  const LoopbackClient client;
  ASSERT_TRUE(client.connect(server.address()));
  ASSERT_TRUE(client.send(repeated(kGet, 1000) + "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + kLastGet));
  const std::string head = response_to({.head_method = true});
  EXPECT_EQ(client.receive_all(), repeated(kAnswer, 1000) + head + kLastAnswer);
}

TEST(ServerTest, AnswersAClientThatHasShutDownItsSide) {
  const RunningServer server;
  expect_answered_after_shutdown(server.address());
}

TEST(ServerTest, ReadsAByteAtATime) {
  const RunningServer server;
  expect_read_byte_by_byte(server.address());
}

TEST(ServerTest, WaitsForASlowReaderAndLosesNoByte) {
  const RunningServer server;
  const LoopbackClient client;
  set_buffers(server.listener(), 16384);
  set_buffers(client.fd(), 16384);
  ASSERT_TRUE(client.connect(server.address()));
  std::size_t sent = 0;
  while (reports(client.fd(), POLLOUT, 100ms)) {  // until the server reads no more
    const std::size_t at = sent % kGet.size();
    const ssize_t size =
        ::send(client.fd(), &kGet[at], kGet.size() - at, MSG_DONTWAIT | MSG_NOSIGNAL);
    ASSERT_GT(size, 0);
    sent += static_cast<std::size_t>(size);
  }
  std::thread writer(
      [&client, sent] { EXPECT_TRUE(client.send(kGet.substr(sent % kGet.size()) + kLastGet)); });
  const std::string answers = client.receive_all();
  writer.join();
  EXPECT_TRUE(answers == repeated(kAnswer, sent / kGet.size() + 1) + kLastAnswer)
      << sent << " bytes brought " << answers.size();
}

TEST(ServerTest, ServesManyClientsAtOnce) {
  const RunningServer server;
  std::deque<LoopbackClient> clients(200);
  for (const LoopbackClient& client : clients) ASSERT_TRUE(client.connect(server.address()));
  for (const std::string& request : {kGet, kLastGet})
    for (const LoopbackClient& client : clients) ASSERT_TRUE(client.send(request));
  for (const LoopbackClient& client : clients)
    ASSERT_EQ(client.receive_all(), kAnswer + kLastAnswer);
}

TEST(ServerTest, LetsNoPipeliningClientKeepAnotherWaiting) {
  const RunningServer server({.work = 1ms});
  const LoopbackClient greedy;
  ASSERT_TRUE(greedy.connect(server.address()));
  ASSERT_TRUE(greedy.send(repeated(kGet, 20'000)));  // 20 s of work
  const LoopbackClient modest;
  ASSERT_TRUE(modest.connect(server.address()));
  ASSERT_TRUE(modest.send(kLastGet));
  EXPECT_TRUE(reports(modest.fd(), POLLIN, 10s));
}

TEST(ServerTest, RefusesABadClientWithAnAnswerItCanRead) {
  const RunningServer server;
  const LoopbackClient client;
  ASSERT_TRUE(client.connect(server.address()));
  ASSERT_TRUE(client.send("GET / HTTP/1.1\r\n" + std::string(100'000, 'x')));
  EXPECT_EQ(client.receive_all(), response_to({.status = 431, .keep_alive = false}));
}

TEST(ServerTest, OutlivesClientsThatReset) {
  const RunningServer server;
  const linger reset{.l_onoff = 1, .l_linger = 0};
  for (int i = 0; i < 50; ++i) {
    LoopbackClient client;
    ASSERT_TRUE(client.connect(server.address()));
    ASSERT_TRUE(client.send(repeated(kGet, 100)));
    ::setsockopt(client.fd(), SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
    client.close();
  }
  const LoopbackClient client;
  ASSERT_TRUE(client.connect(server.address()));
  ASSERT_TRUE(client.send(kLastGet));
  EXPECT_EQ(client.receive_all(), kLastAnswer);
}

TEST(ServerTest, WorksBeforeItAnswers) {
  const RunningServer server({.work = 50ms});
  const LoopbackClient client;
  ASSERT_TRUE(client.connect(server.address()));
  const auto start = std::chrono::steady_clock::now();
  ASSERT_TRUE(client.send(kLastGet));
  EXPECT_EQ(client.receive_all(), kLastAnswer);
  EXPECT_GE(std::chrono::steady_clock::now() - start, 50ms);
}

TEST(ServerTest, StopsInTheMiddleOfItsWork) {
  const LoopbackClient client;
  const auto start = std::chrono::steady_clock::now();
  {
    const RunningServer server({.work = 1h});
    ASSERT_TRUE(client.connect(server.address()));
    ASSERT_TRUE(client.send(kGet));
    EXPECT_FALSE(reports(client.fd(), POLLIN, 50ms));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, 30s);
}

TEST(ServerTest, ThatNeverAcceptsLetsItsQueueFill) {
  const RunningServer server({.backlog = 1, .stall = Stall::accept});
  const LoopbackClient first;
  const LoopbackClient second;  // a queue is full beyond its limit, not at it
  ASSERT_TRUE(first.connect(server.address()));
  ASSERT_TRUE(second.connect(server.address()));
  ASSERT_TRUE(first.send(kGet));
  const LoopbackClient third;
  ASSERT_EQ(::fcntl(third.fd(), F_SETFL, O_NONBLOCK), 0);
  EXPECT_FALSE(third.connect(server.address()));
  EXPECT_FALSE(reports(third.fd(), POLLOUT, 100ms));
  EXPECT_FALSE(reports(first.fd(), POLLIN, 0ms));
}

TEST(ServerTest, ThatNeverReadsAcceptsAndLetsReceiveQueuesFill) {
  const RunningServer server({.stall = Stall::read});
  set_buffers(server.listener(), 16384);
  const LoopbackClient client;
  ASSERT_TRUE(client.connect(server.address()));
  while (reports(server.listener(), POLLIN, 0ms)) std::this_thread::yield();
  const std::string bytes(4096, 'x');
  while (reports(client.fd(), POLLOUT, 100ms))
    ASSERT_GT(::send(client.fd(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL), 0);
  EXPECT_FALSE(reports(client.fd(), POLLIN, 0ms));
}

TEST(ServerTest, SharesAPortWhereAsked) {
  const auto first = Server::open({.listen = {address("127.0.0.1:0")}, .reuseport = true});
  ASSERT_TRUE(first.ok());
  EXPECT_TRUE(Server::open({.listen = first.value()->addresses(), .reuseport = true}).ok());
}

/// Leaves this process `free` more descriptors than it has, for the lifetime of the object.
class DescriptorLimit {
 public:
  explicit DescriptorLimit(rlim_t free) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const UniqueFd lowest_free(::dup(STDERR_FILENO));
    const rlimit lowered{static_cast<rlim_t>(lowest_free.get()) + free, before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &lowered);
  }
  ~DescriptorLimit() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_;
};

std::chrono::nanoseconds processor_time() {
  timespec used;
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

TEST(ServerTest, RestsWithoutDescriptorsAndRecovers) {
  const RunningServer server;
  std::deque<LoopbackClient> clients(10);
  const LoopbackClient warm_up;  // its answer shows that the server holds all it needs to run
  ASSERT_TRUE(warm_up.connect(server.address()));
  ASSERT_TRUE(warm_up.send(kGet));
  ASSERT_EQ(warm_up.receive(kAnswer.size()), kAnswer);

  const DescriptorLimit limit(3);
  for (const LoopbackClient& client : clients) {
    ASSERT_TRUE(client.connect(server.address()));
    ASSERT_TRUE(client.send(kGet));
  }
  ASSERT_TRUE(reports(clients[0].fd(), POLLIN, 10s));
  const auto before = processor_time();
  EXPECT_FALSE(reports(clients[9].fd(), POLLIN, 500ms));
  EXPECT_LT(processor_time() - before, 250ms);

  for (LoopbackClient& client : clients) {
    ASSERT_EQ(client.receive(kAnswer.size()), kAnswer);
    client.close();
  }
}

TEST(LoadTest, KeepsSendingThoughItsTargetGoesAway) {
  std::optional<RunningServer> server(std::in_place);
  const LoadOptions options{.target = server->address(), .schedule = {.rate = 1000}};
  const Stoppable load([&options](int stop_fd) { return run_load(options, stop_fd); });
  server.reset();
  EXPECT_FALSE(LoopbackClient().connect(options.target));
  const auto listener = open_listen_socket(options.target, 1, false);
  ASSERT_TRUE(listener.ok());
  EXPECT_TRUE(reports(listener.value().fd.get(), POLLIN, 10s));
}

TEST(LoadTest, SendsABurstAtOnceWithinItsBounds) {
  const BoundListener listener = open_listen_socket(address("127.0.0.1:0"), 200, false).value();
  const LoadOptions options{.target = listener.address,
                            .schedule = {.burst = 100, .burst_every = 10ms}};
  const Stoppable load([&options](int stop_fd) { return run_load(options, stop_fd); });
  std::deque<UniqueFd> accepted;
  while (reports(listener.fd.get(), POLLIN, 500ms))
    accepted.emplace_back(::accept4(listener.fd.get(), nullptr, nullptr, SOCK_CLOEXEC));
  ASSERT_EQ(accepted.size(), 64U);
  accepted.pop_front();
  EXPECT_TRUE(reports(listener.fd.get(), POLLIN, 2s)) << "an ended connection makes room";

  const std::string request =
      "GET / HTTP/1.1\r\nHost: " + listener.address.text() + "\r\nConnection: close\r\n\r\n";
  std::string received(request.size() + 1, '\0');
  EXPECT_TRUE(reports(accepted.back().get(), POLLRDHUP, 20s)) << "nothing lasts longer than 5 s";
  const ssize_t size = ::recv(accepted.back().get(), received.data(), received.size(), MSG_WAITALL);
  EXPECT_EQ(size, std::ssize(request));
  EXPECT_EQ(received.substr(0, request.size()), request);
}

}  // namespace
}  // namespace sockq
