#include "collectors/listener.h"

#include <gtest/gtest.h>

#include "tests/support/listen_sockets.h"

namespace sockq {
namespace {

TEST(FoldListeners, SocketsOfOneAddressAreOneListener) {
  const std::vector<ListenSocket> sockets = {
      listen_socket({.port = 80, .cookie = 1, .length = 3, .limit = 511, .drops = 2}),
      listen_socket({.port = 443, .cookie = 2}),
      listen_socket({.port = 80, .cookie = 3, .length = 512, .limit = 511, .drops = 5}),
  };
  const auto listeners = fold_listeners(sockets);
  ASSERT_EQ(listeners.size(), 2U);
  EXPECT_EQ(listeners[0].address, "0.0.0.0:80");
  EXPECT_EQ(listeners[0].sockets, 2U);
  EXPECT_EQ(listeners[0].queue_length, 515U);
  EXPECT_EQ(listeners[0].queue_limit, 1022U);
  EXPECT_EQ(listeners[0].drops, 7U);
  EXPECT_DOUBLE_EQ(listeners[0].fullest_ratio, 1.0);
  EXPECT_TRUE(listeners[0].full);
  EXPECT_FALSE(listeners[1].full);
}

TEST(FoldListeners, AddressFamilyAndDeviceTellListenersApart) {
  const std::vector<ListenSocket> sockets = {
      listen_socket({.port = 80, .cookie = 1}),
      listen_socket({.ipv6 = true, .host = "::", .port = 80, .cookie = 2}),
      listen_socket({.port = 80, .interface = 4, .cookie = 3}),
  };
  const auto listeners = fold_listeners(sockets);
  ASSERT_EQ(listeners.size(), 3U);
  EXPECT_EQ(listeners[0].address, "0.0.0.0:80");
  EXPECT_EQ(listeners[1].address, "0.0.0.0%4:80");
  EXPECT_EQ(listeners[2].address, "[::]:80");
}

TEST(FoldListeners, ADeviceIsTheSameWhetherItsNameIsKnownOrNot) {
  ListenSocket named = listen_socket({.port = 80, .interface = 4, .cookie = 1});
  named.local.device.name = DeviceName("eth0");
  const std::vector<ListenSocket> sockets = {
      named,
      listen_socket({.port = 80, .interface = 4, .cookie = 2}),
      listen_socket({.port = 80, .interface = 5, .cookie = 3}),
  };
  const auto listeners = fold_listeners(sockets);
  ASSERT_EQ(listeners.size(), 2U);
  EXPECT_EQ(listeners[0].address, "0.0.0.0%eth0:80");
  EXPECT_EQ(listeners[0].sockets, 2U);
  EXPECT_EQ(listeners[1].address, "0.0.0.0%5:80");
}

TEST(FoldListeners, OrdersByPort) {
  const std::vector<ListenSocket> sockets = {
      listen_socket({.host = "127.0.0.1", .port = 9000, .cookie = 1}),
      listen_socket({.host = "127.0.0.2", .port = 80, .cookie = 2}),
  };
  EXPECT_EQ(fold_listeners(sockets).front().address, "127.0.0.2:80");
}

TEST(FillRatio, FullIsLimitPlusOne) {
  EXPECT_FALSE(is_full(7, 7));
  EXPECT_TRUE(is_full(8, 7));
  EXPECT_DOUBLE_EQ(fill_ratio(8, 7), 1.0);
  EXPECT_DOUBLE_EQ(fill_ratio(1, 0), 1.0);
  EXPECT_DOUBLE_EQ(fill_ratio(0, 0), 0.0);
}

}  // namespace
}  // namespace sockq
