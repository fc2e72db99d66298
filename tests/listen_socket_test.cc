#include "exporters/listen_socket.h"

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
#include <optional>
#include <thread>

#include "tests/support/http_client.h"

namespace sockq {
namespace {

SocketAddress address(const std::string& text) { return parse_socket_address(text).value(); }

std::uint16_t port_of(const UniqueFd& fd) { return bound_address(fd.get()).value().port(); }

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
  const auto opened = open_listen_socket(address("127.0.0.1:0"));
  ASSERT_TRUE(opened.ok()) << opened.error().line();
  EXPECT_TRUE(::fcntl(opened.value().get(), F_GETFL) & O_NONBLOCK);
  EXPECT_TRUE(::fcntl(opened.value().get(), F_GETFD) & FD_CLOEXEC);
  EXPECT_NE(port_of(opened.value()), 0);
}

TEST(ListenSocket, TakesIpv6) {
  const auto opened = open_listen_socket(address("[::1]:0"));
  if (!opened.ok()) GTEST_SKIP() << opened.error().line();
  EXPECT_TRUE(connect_to(bound_address(opened.value().get()).value()).valid());
}

TEST(ListenSocket, AnyAddressTakesIpv4) {
  const auto opened = open_listen_socket(address(":0"));
  ASSERT_TRUE(opened.ok()) << opened.error().line();
  const std::string port = std::to_string(port_of(opened.value()));
  EXPECT_TRUE(connect_to(address("127.0.0.1:" + port)).valid());
}

TEST(ListenSocket, AnyAddressFallsBackToIpv4) {
  bool filtered = false;
  std::optional<Result<UniqueFd>> any;
  std::optional<Result<UniqueFd>> loopback;
  std::thread([&] {
    filtered = refuse_sockets(AF_INET6, EAFNOSUPPORT);
    any = open_listen_socket(address("[::]:0"));
    loopback = open_listen_socket(address("[::1]:0"));
  }).join();
  if (!filtered) GTEST_SKIP() << "seccomp is not allowed here";
  ASSERT_TRUE(any->ok()) << any->error().line();
  EXPECT_TRUE(bound_address(any->value().get()).value().text().starts_with("0.0.0.0:"));
  ASSERT_FALSE(loopback->ok());
  EXPECT_EQ(loopback->error().code, EAFNOSUPPORT);
}

TEST(ListenSocket, SaysThatThePortIsTaken) {
  const auto first = open_listen_socket(address("127.0.0.1:0"));
  ASSERT_TRUE(first.ok()) << first.error().line();
  const std::string taken = "127.0.0.1:" + std::to_string(port_of(first.value()));
  const auto second = open_listen_socket(address(taken));
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().line(), taken +
                                       ": cannot listen: Address already in use; stop the program "
                                       "that holds it or choose another --web.listen-address");
}

TEST(ListenSocket, SaysThatTheAddressIsForeign) {
  const auto opened = open_listen_socket(address("192.0.2.1:0"));  // RFC 5737: nobody's
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().line(),
            "192.0.2.1:0: cannot listen: Cannot assign requested address; choose an address of "
            "this host for --web.listen-address");
}

TEST(ListenSocket, SaysThatThePortIsPrivileged) {
  bool filtered = false;
  std::optional<Result<UniqueFd>> opened;
  std::thread([&] {
    filtered = refuse_sockets(AF_INET, EACCES);
    opened = open_listen_socket(address("127.0.0.1:80"));
  }).join();
  if (!filtered) GTEST_SKIP() << "seccomp is not allowed here";
  ASSERT_FALSE(opened->ok());
  EXPECT_EQ(opened->error().line(),
            "127.0.0.1:80: cannot listen: Permission denied; choose a port from 1024 on in "
            "--web.listen-address or grant CAP_NET_BIND_SERVICE");
}

TEST(ListenSocket, CanListenAgainWhileOldConnectionsEnd) {
  auto first = open_listen_socket(address("127.0.0.1:0"));
  ASSERT_TRUE(first.ok()) << first.error().line();
  const SocketAddress bound = bound_address(first.value().get()).value();
  const UniqueFd client = connect_to(bound);
  pollfd waiting{.fd = first.value().get(), .events = POLLIN, .revents = 0};
  ASSERT_EQ(::poll(&waiting, 1, 10'000), 1);
  const UniqueFd accepted(::accept4(first.value().get(), nullptr, nullptr, SOCK_CLOEXEC));
  ASSERT_TRUE(accepted.valid());
  first.value().reset();
  const auto second = open_listen_socket(bound);
  EXPECT_TRUE(second.ok()) << second.error().line();
}

}  // namespace
}  // namespace sockq
