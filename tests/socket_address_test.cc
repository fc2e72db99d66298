#include "collectors/base/socket_address.h"

#include <gtest/gtest.h>

namespace sockq {
namespace {

struct Case {
  const char* text;
  const char* shown;  ///< nothing: refused
};

TEST(ParseSocketAddress, TakesNumbersAndLocalhost) {
  const Case cases[] = {{"127.0.0.1:80", "127.0.0.1:80"},
                        {"[::1]:65535", "[::1]:65535"},
                        {"localhost:0", "127.0.0.1:0"},
                        {":10555", "[::]:10555"},
                        {"0.0.0.0:1", "0.0.0.0:1"}};
  for (const auto& [text, shown] : cases) {
    const auto address = parse_socket_address(text);
    ASSERT_TRUE(address.ok()) << text;
    EXPECT_EQ(address.value().text(), shown);
  }
}

TEST(ParseSocketAddress, RefusesEverythingElseAndSaysWhatToWrite) {
  for (const char* text : {"", ":", "80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536",
                           "127.0.0.1:-1", "127.0.0.1: 80", "example.org:80", "::1:80", "[::1:80",
                           "[]:80", "[127.0.0.1]:80", "[::1]80", "256.0.0.1:80"}) {
    const auto address = parse_socket_address(text);
    ASSERT_FALSE(address.ok()) << text;
    EXPECT_NE(address.error().line().find("write 127.0.0.1:80"), std::string::npos);
  }
}

TEST(ParseStreamAddress, TakesUnixSocketsToo) {
  for (const char* text : {"/run/app.sock", "./app.sock", "@name", "127.0.0.1:80"})
    EXPECT_EQ(parse_stream_address(text).value().text(), text);
  EXPECT_EQ(parse_stream_address("/run/app.sock").value().path(), "/run/app.sock");
  EXPECT_EQ(parse_stream_address("@name").value().path(), "");
  EXPECT_EQ(parse_stream_address("@name").value().port(), 0);
  EXPECT_TRUE(parse_stream_address("/" + std::string(106, "x"[0])).ok());
  EXPECT_FALSE(parse_stream_address("/" + std::string(107, "x"[0])).ok());
  EXPECT_FALSE(parse_stream_address("app.sock").ok());
}

TEST(SocketAddress, KnowsWhatReachesThisHostOnly) {
  for (const char* text : {"127.0.0.1:1", "127.9.9.9:1", "[::1]:1", "@a", "/a"})
    EXPECT_TRUE(parse_stream_address(text).value().is_loopback()) << text;
  for (const char* text : {"10.0.0.1:1", "0.0.0.0:1", ":1", "[2001:db8::1]:1"})
    EXPECT_FALSE(parse_stream_address(text).value().is_loopback()) << text;
}

TEST(ParseSocketAddresses, TheErrorIsThatOfTheFirstThatIsNone) {
  EXPECT_EQ(parse_socket_addresses({":1", "[::1]:2"}).value().size(), 2U);
  const auto refused = parse_socket_addresses({":1", "x", "y"});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().where, "x");
}

}  // namespace
}  // namespace sockq
