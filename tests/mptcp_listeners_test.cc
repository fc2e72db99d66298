#include "collectors/diag/mptcp_listeners.h"

#include <gtest/gtest.h>

#include <cerrno>

#include "tests/support/fake_env.h"
#include "tests/support/listen_sockets.h"

namespace sockq {
namespace {

using std::chrono::seconds;

struct Kernel {
  FakeNetlink netlink;
  DumpClient client{netlink};
  MptcpListeners mptcp;
  MptcpListeners::TimePoint now{seconds(1000)};

  /// The protocols of TCP listeners with these inodes, each with a cookie of the same number.
  std::vector<Protocol> protocols(std::initializer_list<std::uint32_t> inodes) {
    std::vector<ListenSocket> sockets;
    for (const std::uint32_t inode : inodes)
      sockets.push_back(listen_socket({.cookie = inode, .inode = inode}));
    mptcp.mark(client, sockets, now);
    std::vector<Protocol> result;
    for (const ListenSocket& socket : sockets) result.push_back(socket.protocol);
    return result;
  }
};

using Protocols = std::vector<Protocol>;

TEST(MptcpListeners, TheTcpSocketWithTheInodeOfAnMptcpSocketIsMptcps) {
  Kernel kernel;
  kernel.netlink.mptcp_answer = {listen_message({.cookie = 9, .inode = 5, .drops = std::nullopt}),
                                 done_message()};
  EXPECT_EQ(kernel.protocols({4, 5, 6}),
            (Protocols{Protocol::tcp, Protocol::mptcp, Protocol::tcp}));
}

TEST(MptcpListeners, ASocketWithoutAnInodeIsNot) {
  Kernel kernel;
  kernel.netlink.mptcp_answer = {listen_message({.inode = 0}), done_message()};
  EXPECT_EQ(kernel.protocols({0}), Protocols{Protocol::tcp});
}

TEST(MptcpListeners, TheKernelIsAskedWhenAListenerCameOrWent) {
  Kernel kernel;
  const auto asked = [&kernel](std::initializer_list<std::uint32_t> inodes) {
    const std::size_t before = kernel.netlink.requests.size();
    (void)kernel.protocols(inodes);
    return kernel.netlink.requests.size() - before;
  };
  EXPECT_EQ(asked({}), 0U);
  EXPECT_EQ(asked({4, 5}), 2U) << "IPv4 and IPv6";
  EXPECT_EQ(asked({5, 4}), 0U);
  EXPECT_EQ(asked({4, 7}), 2U);
  EXPECT_EQ(asked({4}), 2U);
  EXPECT_EQ(asked({}), 2U);
}

TEST(MptcpListeners, AKernelWithoutMptcpIsNotAskedTwiceInAMinute) {
  Kernel kernel;
  kernel.netlink.mptcp_answer = {error_message(ENOENT)};
  EXPECT_EQ(kernel.protocols({5}), Protocols{Protocol::tcp});
  kernel.netlink.mptcp_answer = {listen_message({.inode = 5}), done_message()};
  kernel.now += seconds(59);
  EXPECT_EQ(kernel.protocols({5}), Protocols{Protocol::tcp});
  EXPECT_EQ(kernel.netlink.requests.size(), 1U);
  kernel.now += seconds(1);
  EXPECT_EQ(kernel.protocols({5}), Protocols{Protocol::mptcp});
}

TEST(MptcpListeners, WhatIsKnownStaysWhereTheKernelDoesNotAnswer) {
  Kernel kernel;
  kernel.netlink.mptcp_answer = {listen_message({.inode = 5}), done_message()};
  EXPECT_EQ(kernel.protocols({5}), Protocols{Protocol::mptcp});
  kernel.netlink.mptcp_answer = {ENOBUFS};
  EXPECT_EQ(kernel.protocols({5, 6}), (Protocols{Protocol::mptcp, Protocol::tcp}));
}

}  // namespace
}  // namespace sockq
