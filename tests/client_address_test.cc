#include "exporters/client_address.h"

#include <gtest/gtest.h>

#include "collectors/base/socket_address.h"

namespace sockq {
namespace {

std::string key_of(const std::string& address) {
  return client_key(parse_stream_address(address).value().get());
}

TEST(ClientAddress, TellsHostsApartAndPortsNot) {
  EXPECT_EQ(key_of("127.0.0.1:1"), key_of("127.0.0.1:2"));
  EXPECT_NE(key_of("127.0.0.1:1"), key_of("127.0.0.2:1"));
  EXPECT_EQ(key_of("[2001:db8:0:1::1]:1"), key_of("[2001:db8:0:1:ffff::2]:1"));
  EXPECT_NE(key_of("[2001:db8:0:1::1]:1"), key_of("[2001:db8:0:2::1]:1"));
  EXPECT_EQ(key_of("[::ffff:127.0.0.1]:1"), key_of("127.0.0.1:1"));
  EXPECT_EQ(key_of("/run/some.sock"), "");
}

}  // namespace
}  // namespace sockq
