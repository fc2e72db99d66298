#include "collectors/base/listen_socket.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <optional>
#include <thread>

#include "tests/support/http_client.h"
#include "tests/support/temp_dir.h"

namespace sockq {
namespace {

SocketAddress address(const std::string& text) { return parse_socket_address(text).value(); }

Result<BoundListener> listen_on(const std::string& text) {
  return open_listen_socket(address(text), 16, false);
}

/// Makes socket(family, ...) fail for this thread; false where the host does not allow that.
bool refuse_sockets(unsigned family, unsigned code) {
  std::array<sock_filter, 6> program{{
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args[0])),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, family, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | code),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  }};
  const sock_fprog filter{.len = program.size(), .filter = program.data()};
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

TEST(ListenSocket, IsNonBlockingAndNotInherited) {
  const auto opened = listen_on("127.0.0.1:0");
  ASSERT_TRUE(opened.ok()) << opened.error().line();
  EXPECT_TRUE(::fcntl(opened.value().fd.get(), F_GETFL) & O_NONBLOCK);
  EXPECT_TRUE(::fcntl(opened.value().fd.get(), F_GETFD) & FD_CLOEXEC);
  EXPECT_NE(opened.value().address.port(), 0);
}

TEST(ListenSocket, TakesIpv6) {
  const auto opened = listen_on("[::1]:0");
  if (!opened.ok()) GTEST_SKIP() << opened.error().line();
  EXPECT_TRUE(connect_to(opened.value().address).valid());
}

TEST(ListenSocket, AnyAddressTakesIpv4) {
  const auto opened = listen_on(":0");
  ASSERT_TRUE(opened.ok()) << opened.error().line();
  const std::string port = std::to_string(opened.value().address.port());
  EXPECT_TRUE(connect_to(address("127.0.0.1:" + port)).valid());
}

TEST(ListenSocket, AnyAddressFallsBackToIpv4) {
  bool filtered = false;
  std::optional<Result<BoundListener>> any;
  std::optional<Result<BoundListener>> loopback;
  std::thread([&] {
    filtered = refuse_sockets(AF_INET6, EAFNOSUPPORT);
    any = listen_on("[::]:0");
    loopback = listen_on("[::1]:0");
  }).join();
  if (!filtered) GTEST_SKIP() << "seccomp is not allowed here";
  ASSERT_TRUE(any->ok()) << any->error().line();
  EXPECT_TRUE(any->value().address.text().starts_with("0.0.0.0:"));
  ASSERT_FALSE(loopback->ok());
  EXPECT_EQ(loopback->error().code, EAFNOSUPPORT);
}

TEST(ListenSocket, SaysThatThePortIsTaken) {
  const auto first = listen_on("127.0.0.1:0");
  ASSERT_TRUE(first.ok()) << first.error().line();
  const std::string taken = "127.0.0.1:" + std::to_string(first.value().address.port());
  const auto second = listen_on(taken);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().line(),
            taken +
                ": cannot listen: Address already in use; another socket listens there (see: "
                "ss -ltnp); end it or choose another port");
}

TEST(ListenSocket, SaysThatTheAddressIsForeign) {
  const auto opened = listen_on("192.0.2.1:0");  // RFC 5737: nobody's
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().line(),
            "192.0.2.1:0: cannot listen: Cannot assign requested address; the host does not "
            "have this address (see: ip address)");
}

TEST(ListenSocket, SaysThatThePortIsPrivileged) {
  bool filtered = false;
  std::optional<Result<BoundListener>> opened;
  std::thread([&] {
    filtered = refuse_sockets(AF_INET, EACCES);
    opened = listen_on("127.0.0.1:80");
  }).join();
  if (!filtered) GTEST_SKIP() << "seccomp is not allowed here";
  ASSERT_FALSE(opened->ok());
  EXPECT_EQ(opened->error().line(),
            "127.0.0.1:80: cannot listen: Permission denied; choose a port of 1024 or above, or "
            "grant CAP_NET_BIND_SERVICE");
}

TEST(ListenSocket, CanListenAgainWhileOldConnectionsEnd) {
  auto first = listen_on("127.0.0.1:0");
  ASSERT_TRUE(first.ok()) << first.error().line();
  const SocketAddress bound = first.value().address;
  const UniqueFd client = connect_to(bound);
  pollfd waiting{.fd = first.value().fd.get(), .events = POLLIN, .revents = 0};
  ASSERT_EQ(::poll(&waiting, 1, 10'000), 1);
  const UniqueFd accepted(::accept4(first.value().fd.get(), nullptr, nullptr, SOCK_CLOEXEC));
  ASSERT_TRUE(accepted.valid());
  first.value().fd.reset();
  const auto second = open_listen_socket(bound, 16, false);
  EXPECT_TRUE(second.ok()) << second.error().line();
}

TEST(ListenSocket, ReplacesTheFileThatADeadListenerLeft) {
  const TempDir dir;
  const std::string path = (dir.path() / "s").string();
  const SocketAddress target = parse_stream_address(path).value();
  {
    const auto first = open_listen_socket(target, 1, false);
    ASSERT_TRUE(first.ok()) << first.error().line();
    EXPECT_EQ(first.value().address.text(), path);
    EXPECT_FALSE(open_listen_socket(target, 1, false).ok()) << "it is in use";
  }
  EXPECT_TRUE(open_listen_socket(target, 1, false).ok());
  const std::string file = (dir.path() / "kept").string();
  std::ofstream(file) << "not a socket";
  EXPECT_FALSE(open_listen_socket(parse_stream_address(file).value(), 1, false).ok());
  EXPECT_EQ(std::filesystem::file_size(file), 12U);
}

}  // namespace
}  // namespace sockq
