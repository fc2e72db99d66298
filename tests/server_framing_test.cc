#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "agent/server/protocol/http_framer.h"
#include "agent/server/protocol/response.h"

namespace sockq {
namespace {

using namespace std::string_literals;

std::string feed(HttpFramer& framer, std::string_view bytes) {
  std::string found;
  while (const auto request = framer.next(bytes)) {
    found.append(found.empty() ? "" : " ").append(std::to_string(request->status));
    found.append(request->head_method ? "h" : "").append(request->keep_alive ? "+" : ".");
  }
  EXPECT_TRUE(bytes.empty());
  return found;
}

/// The requests found in bytes that arrive in these parts: "200+" keeps the connection, "200." ends
/// it, "200h+" is a HEAD.
std::string framed(const std::vector<std::string_view>& parts) {
  HttpFramer framer;
  std::string found;
  for (const std::string_view part : parts) {
    const std::string more = feed(framer, part);
    found.append(found.empty() || more.empty() ? "" : " ").append(more);
  }
  return found;
}

std::string framed_byte_by_byte(std::string_view bytes) {
  std::vector<std::string_view> parts;
  for (std::size_t i = 0; i < bytes.size(); ++i) parts.push_back(bytes.substr(i, 1));
  return framed(parts);
}

struct Case {
  std::string name;
  std::string bytes;
  std::string requests;
};

std::ostream& operator<<(std::ostream& out, const Case& one) { return out << one.name; }

const std::string kGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

std::string post(const std::string& fields, const std::string& body = "") {
  return "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
}

std::string head_of(std::size_t size) {
  const std::string start = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
  return start + std::string(size - start.size() - 4, 'x') + "\r\n\r\n";
}

std::vector<Case> valid_cases() {
  return {
      {"nothing", "", ""},
      {"unfinished", "GET / HTTP/1.1\r\nHost: a\r\n", ""},
      {"one", kGet, "200+"},
      {"pipelined", kGet + kGet + kGet, "200+ 200+ 200+"},
      {"blank lines first", "\r\n\r\n" + kGet + "\r\n" + kGet, "200+ 200+"},
      {"bare line feeds", "GET / HTTP/1.1\nHost: a\n\n", "200+"},
      {"head method", "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + kGet, "200h+ 200+"},
      {"unknown method", "BREW /pot?a=%20 HTTP/1.1\r\nhOsT:a\r\n\r\n", "200+"},
      {"later minor version", "GET / HTTP/1.7\r\nHost: a\r\n\r\n", "200+"},
      {"blank value, tabs", post("X:\r\nY:\t b \t\r\nZ: \xc3\xa4\r\n"), "200+"},
      {"close", post("Connection: close\r\n") + kGet, "200."},
      {"close in a list", post("connection: , x,\tCLOSE \r\n") + kGet, "200."},
      {"close in two fields", post("Connection: close\r\nConnection: keep-alive\r\n"), "200."},
      {"not quite close", post("Connection: closer\r\n"), "200+"},
      {"1.0", "GET / HTTP/1.0\r\n\r\n" + kGet, "200."},
      {"1.0 that stays", "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n" + kGet, "200+ 200+"},
      {"body", post("Content-Length: 5\r\n", "a\r\n\r\n") + kGet, "200+ 200+"},
      {"empty body", post("Content-Length: 0\r\n") + kGet, "200+ 200+"},
      {"unfinished body", post("Content-Length: 5\r\n", "abcd"), ""},
      {"vast body", post("Content-Length: 18446744073709551615\r\n", kGet), ""},
      {"largest head", head_of(HttpFramer::kHeadLimit) + kGet, "200+ 200+"},
  };
}

std::vector<Case> refused_cases() {
  return {
      {"chunked", post("Transfer-Encoding: chunked\r\n", "0\r\n\r\n") + kGet, "501."},
      {"chunked and length", post("transfer-encoding: x\r\nContent-Length: 3\r\n"), "501."},
      {"head too large", head_of(HttpFramer::kHeadLimit + 1) + kGet, "431."},
      {"endless line", std::string(10'000, 'x'), "431."},
      {"endless blank lines", std::string(10'000, '\n'), "431."},
      {"endless fields", "GET / HTTP/1.1\r\n" + std::string(9'000, 'x') + ": y\r\n", "431."},
      {"second is bad", kGet + "\x16\x03\x01 \n" + kGet, "200+ 400."},
      {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400."},
      {"HTTP/0.9", "GET /\r\n", "400."},
      {"version with a rest", "GET / HTTP/1.11\r\n", "400."},
      {"two blanks", "GET  / HTTP/1.1\r\n", "400."},
      {"blank in target", "GET /a b HTTP/1.1\r\n", "400."},
      {"control in target", "GET /\x01 HTTP/1.1\r\n", "400."},
      {"method is no token", "G(T / HTTP/1.1\r\n", "400."},
      {"method missing", " / HTTP/1.1\r\n", "400."},
      {"NUL in method", "G\0T / HTTP/1.1\r\n"s, "400."},
      {"host missing", "GET / HTTP/1.1\r\n\r\n" + kGet, "400."},
      {"two hosts", post("Host: b\r\n"), "400."},
      {"two hosts in 1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", "400."},
      {"no colon", post("nonsense\r\n"), "400."},
      {"no name", post(": x\r\n"), "400."},
      {"blank before colon", post("Content-Length : 1\r\n", "x"), "400."},
      {"folded line", post("X: y\r\n z\r\n"), "400."},
      {"carriage return in value", post("X: y\rz: 1\r\n"), "400."},
      {"NUL in value", post("X: y\0\r\n"s), "400."},
      {"negative length", post("Content-Length: -1\r\n"), "400."},
      {"signed length", post("Content-Length: +1\r\n"), "400."},
      {"hexadecimal length", post("Content-Length: 0x1\r\n"), "400."},
      {"empty length", post("Content-Length:\r\n"), "400."},
      {"list of lengths", post("Content-Length: 1, 1\r\n"), "400."},
      {"overflowing length", post("Content-Length: 18446744073709551616\r\n"), "400."},
      {"two lengths", post("Content-Length: 1\r\nContent-Length: 1\r\n"), "400."},
  };
}

class Framing : public testing::TestWithParam<Case> {};

TEST_P(Framing, DoesNotDependOnWhereTheBytesAreSplit) {
  const std::string_view bytes = GetParam().bytes;
  EXPECT_EQ(framed({bytes}), GetParam().requests);
  EXPECT_EQ(framed_byte_by_byte(bytes), GetParam().requests);
  const std::size_t stride = bytes.size() < 1000 ? 1 : 97;
  for (std::size_t at = 0; at <= bytes.size(); at += stride)
    ASSERT_EQ(framed({bytes.substr(0, at), bytes.substr(at)}), GetParam().requests) << at;
}

INSTANTIATE_TEST_SUITE_P(Valid, Framing, testing::ValuesIn(valid_cases()));
INSTANTIATE_TEST_SUITE_P(Refused, Framing, testing::ValuesIn(refused_cases()));

TEST(FramingTest, AgreesWithItselfOnMutatedRequests) {
  std::minstd_rand random(1);
  const auto below = [&random](std::size_t bound) { return random() % bound; };
  const std::string valid = kGet + post("Content-Length: 3\r\nConnection: close\r\n", "abc");
  for (int round = 0; round < 3000; ++round) {
    std::string bytes = valid;
    for (std::size_t i = 0; i <= below(4); ++i) {
      bytes[below(bytes.size())] = static_cast<char>(below(256));
      bytes.insert(below(bytes.size()), 1, "\r\n: \0"[below(5)]);
    }
    const std::size_t at = below(bytes.size());
    const std::string whole = framed({bytes});
    ASSERT_EQ(framed({std::string_view(bytes).substr(0, at), std::string_view(bytes).substr(at)}),
              whole);
    ASSERT_EQ(framed_byte_by_byte(bytes), whole);
  }
}

TEST(FramingTest, NeverSpeaksAgainAfterTheLastRequest) {
  for (const std::string& last : {post("Connection: close\r\n"), "bad\r\n"s}) {
    HttpFramer framer;
    EXPECT_NE(feed(framer, last), "");
    EXPECT_EQ(feed(framer, kGet), "");
  }
}

TEST(ResponseTest, SaysItsLengthAndWhetherTheConnectionStays) {
  EXPECT_EQ(response_to({200, true, false}),
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 7\r\n"
            "Connection: keep-alive\r\n\r\n200 OK\n");
  EXPECT_EQ(response_to({431, false, false}),
            "HTTP/1.1 431 Request Header Fields Too Large\r\nContent-Type: text/plain\r\n"
            "Content-Length: 36\r\nConnection: close\r\n\r\n431 Request Header Fields Too Large\n");
}

TEST(ResponseTest, LeavesTheBodyOutForHead) {
  const std::string whole = response_to({200, true, false});
  EXPECT_EQ(response_to({200, true, true}), whole.substr(0, whole.size() - 7));
}

}  // namespace
}  // namespace sockq
