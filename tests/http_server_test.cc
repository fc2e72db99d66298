#include "exporters/http_server.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <chrono>
#include <latch>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/support/gunzip.h"
#include "tests/support/http_client.h"

namespace sockq {
namespace {

SocketAddress address(const std::string& text) { return parse_socket_address(text).value(); }

/// "GET /path", then a line for each part of the query; /big is a megabyte, /throw throws.
HttpResponse echo(const HttpRequest& request) {
  if (request.path == "/throw") throw std::runtime_error("out of order");
  std::string body = request.method + " " + request.path + "\n";
  for (const auto& [key, value] : request.query) body += key + "=" + value + "\n";
  if (request.path == "/big") body.resize(1 << 20, 'x');
  return {200, "text/plain", body, {{"X-Test", "yes"}}};
}

/// For tests that must pass without an idle client being dropped.
HttpServer::Options patient(const std::string& listen = "127.0.0.1:0") {
  HttpServer::Options options;
  options.listen = {address(listen)};
  options.idle_timeout_seconds = 60;
  return options;
}

/// For clients that leave a request unfinished and wait.
HttpServer::Options impatient() {
  HttpServer::Options options = patient();
  options.idle_timeout_seconds = 1;
  return options;
}

/// The echo, where /slow waits until the test opens it.
struct SlowPage {
  std::latch entered{1};
  std::latch open{1};

  [[nodiscard]] HttpHandler handler() {
    return [this](const HttpRequest& request) {
      if (request.path == "/slow") {
        entered.count_down();
        open.wait();
      }
      return echo(request);
    };
  }
};

class HttpServerTest : public testing::Test {
 protected:
  void serve(HttpServer::Options options, const HttpHandler& handler = echo) {
    auto started = HttpServer::start(std::move(options), handler);
    ASSERT_TRUE(started.ok()) << started.error().line();
    server_ = std::move(started).value();
    address_ = server_->addresses().at(0);
  }
  [[nodiscard]] HttpReply get(std::string_view path, const HttpHeaders& headers = {},
                              std::string_view method = "GET") const {
    return http_get(address_, path, headers, method);
  }
  [[nodiscard]] std::string raw(const std::string& bytes) const {
    return exchange_bytes(address_, bytes);
  }

  SlowPage page_;  // outlives the server, whose threads may still be in its handler
  std::unique_ptr<HttpServer> server_;
  SocketAddress address_;
};

TEST_F(HttpServerTest, Answers) {
  serve(patient());
  const HttpReply reply = get("/metrics");
  EXPECT_EQ(reply.status, 200U);
  EXPECT_EQ(reply.body, "GET /metrics\n");
  EXPECT_EQ(reply.header("content-type"), "text/plain");
  EXPECT_EQ(reply.header("content-length"), "13");
  EXPECT_EQ(reply.header("x-test"), "yes");
}

TEST_F(HttpServerTest, DecodesPathAndQueryInOrder) {
  serve(patient());
  const struct {
    const char* target;
    const char* body;
  } cases[] = {
      {"/?collect[]=tcp&x=1&collect[]=unix", "GET /\ncollect[]=tcp\nx=1\ncollect[]=unix\n"},
      {"/?collect%5B%5D=tcp&%63ollect[]=a%26b", "GET /\ncollect[]=tcp\ncollect[]=a&b\n"},
      {"/?b&a=&=c&d=e=f&g=1+2%2B3", "GET /\nb=\na=\n=c\nd=e=f\ng=1 2+3\n"},
      {"/a%20b%2Fc", "GET /a b/c\n"},
      {"/%zz%4?%", "GET /%zz%4\n%=\n"},
  };
  for (const auto& [target, body] : cases) EXPECT_EQ(get(target).body, body) << target;
}

TEST_F(HttpServerTest, SurvivesHostilePaths) {
  serve(impatient());
  EXPECT_EQ(get("/../../etc/passwd").body, "GET /../../etc/passwd\n");
  EXPECT_EQ(get("/metrics%00/x?a%00b=c%00d").body, "GET /metrics%00/x\na%00b=c%00d\n");
  for (const std::string& target :
       {std::string("/a\0b", 4), std::string("\0", 1), std::string("/\xff\xfe\x01\x7f"),
        std::string("*"), std::string("http://test/metrics"), std::string("//"),
        "/" + std::string(8000, 'a'), "/" + std::string(100'000, 'a'),
        "/?" + std::string(3000, '&'), "/" + std::string(3000, '%')})
    static_cast<void>(get(target));
  EXPECT_EQ(get("/").status, 200U);
}

TEST_F(HttpServerTest, SurvivesGarbage) {
  serve(impatient());
  const std::string good = "GET /first HTTP/1.1\r\nHost: test\r\n\r\n";
  for (const std::string& garbage :
       {std::string("\x16\x03\x01\x02\x00\x01\r\n\r\n", 10), std::string("no request\r\n\r\n"),
        std::string(64, '\0') + "\r\n\r\n", std::string("GET\r\n\r\n"),
        std::string("GET / HTTP/9.9\r\nHost: test\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nHost: test\r\nContent-Length: -5\r\n\r\n")}) {
    static_cast<void>(raw(garbage));
    EXPECT_EQ(parse_reply(raw(good + garbage)).status, 200U);
  }
  EXPECT_EQ(get("/").status, 200U);
}

TEST_F(HttpServerTest, AnswersPipelinedRequestsInTurn) {
  serve(patient());
  const std::string replies =
      raw("GET /first HTTP/1.1\r\nHost: test\r\n\r\n"
          "GET /second HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
  const std::size_t first = replies.find("GET /first\n");
  EXPECT_NE(first, replies.npos);
  EXPECT_NE(replies.find("GET /second\n", first), replies.npos);
}

TEST_F(HttpServerTest, HeadHasTheHeadersOfGetWithoutBody) {
  serve(patient());
  for (const HttpHeaders& headers : {HttpHeaders{}, HttpHeaders{{"Accept-Encoding", "gzip"}}}) {
    HttpReply get_reply = get("/big", headers);
    HttpReply head_reply = get("/big", headers, "HEAD");
    EXPECT_EQ(head_reply.status, 200U);
    EXPECT_EQ(head_reply.body, "");
    get_reply.headers.erase("date");
    head_reply.headers.erase("date");
    EXPECT_EQ(head_reply.headers, get_reply.headers);
  }
}

TEST_F(HttpServerTest, PacksForClientsThatTakeIt) {
  serve(patient());
  const HttpReply packed = get("/big", {{"Accept-Encoding", "deflate, gzip;q=0.5"}});
  EXPECT_EQ(packed.header("content-encoding"), "gzip");
  EXPECT_EQ(packed.header("vary"), "Accept-Encoding");
  EXPECT_EQ(packed.header("content-length"), std::to_string(packed.body.size()));
  const HttpReply plain = get("/big", {{"Accept-Encoding", "gzip;q=0"}});
  EXPECT_EQ(plain.header("content-encoding"), "");
  EXPECT_EQ(plain.body.size(), std::size_t{1} << 20);
  EXPECT_EQ(gunzip(packed.body, plain.body.size() + 1), plain.body);
}

TEST_F(HttpServerTest, RefusesOtherMethods) {
  serve(patient());
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "BREW"}) {
    const HttpReply reply = get("/", {}, method);
    EXPECT_EQ(reply.status, 405U) << method;
    EXPECT_EQ(reply.header("allow"), "GET, HEAD") << method;
  }
}

TEST_F(HttpServerTest, ThrowsBodiesAway) {
  serve(patient());
  const std::string next = "GET /next HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n";
  const std::string get_with_body =
      raw("GET /body HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\nhello" + next);
  EXPECT_NE(get_with_body.find("GET /body\n"), get_with_body.npos);
  EXPECT_NE(get_with_body.find("GET /next\n"), get_with_body.npos);
  const std::string chunked_post =
      raw("POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n"
          "5\r\nhello\r\n0\r\n\r\n" +
          next);
  EXPECT_EQ(parse_reply(chunked_post).status, 405U);
  EXPECT_NE(chunked_post.find("GET /next\n"), chunked_post.npos);
}

TEST_F(HttpServerTest, ClosesOnABodyWithoutEnd) {
  serve(patient());
  const UniqueFd client = connect_to(address_);
  send_bytes(client.get(), "POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "1000\r\n" + std::string(0x1000, 'x') + "\r\n";
  int sent = 0;
  while (sent < 100'000 && send_bytes(client.get(), chunk)) ++sent;
  EXPECT_LT(sent, 100'000);
}

TEST_F(HttpServerTest, TurnsExceptionsInto500) {
  serve(patient());
  const HttpReply reply = get("/throw");
  EXPECT_EQ(reply.status, 500U);
  EXPECT_EQ(reply.body, "internal error: out of order\n");
  EXPECT_EQ(get("/").status, 200U);
}

TEST_F(HttpServerTest, RefusesHeadersThatAreTooLarge) {
  serve(patient());
  const unsigned header = get("/", {{"X-Large", std::string(20'000, 'x')}}).status;
  EXPECT_TRUE(header == 431 || header == 413) << header;
  EXPECT_EQ(get("/" + std::string(20'000, 'x')).status, 414U);
  EXPECT_EQ(get("/", {{"X-Fits", std::string(8'000, 'x')}}).status, 200U);
}

TEST_F(HttpServerTest, RefusesAMissingHost) {
  serve(patient());
  EXPECT_EQ(parse_reply(raw("GET / HTTP/1.1\r\n\r\n")).status, 400U);
}

TEST_F(HttpServerTest, IdleConnectionsDoNotBlock) {
  serve(patient());
  std::vector<UniqueFd> idle;
  for (int i = 0; i < 200; ++i) {
    idle.push_back(connect_to(address_));
    ASSERT_TRUE(idle.back().valid());
    if (i % 2 == 0) send_bytes(idle.back().get(), "GET /slow HTT");
  }
  for (int i = 0; i < 10; ++i) EXPECT_EQ(get("/").status, 200U);
}

TEST_F(HttpServerTest, DropsIdleConnections) {
  HttpServer::Options options = impatient();
  options.max_connections = 2;
  serve(std::move(options));
  const UniqueFd first = connect_to(address_);
  const UniqueFd second = connect_to(address_);
  send_bytes(second.get(), "GET / HTTP/1.1\r\n");
  EXPECT_EQ(get("/").status, 200U);
  EXPECT_EQ(parse_reply(receive_all(second.get())).status, 0U);
}

TEST_F(HttpServerTest, TheLongestIdleConnectionOfAClientMakesRoom) {
  HttpServer::Options options = patient();
  options.max_connections_per_client = 3;
  serve(std::move(options));
  std::vector<UniqueFd> idle;
  for (int i = 0; i < 3; ++i) {
    idle.push_back(connect_to(address_));
    send_bytes(idle.back().get(), "GET / HTTP/1.1\r\nHost: test\r\n\r\n");
    char byte = 0;
    ASSERT_EQ(::recv(idle.back().get(), &byte, 1, 0), 1);
  }
  EXPECT_EQ(get("/").status, 200U);
  EXPECT_FALSE(parse_reply("H" + receive_all(idle[0].get())).body.empty());  // has come to its end
  send_bytes(idle[2].get(), "GET /again HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
  EXPECT_NE(receive_all(idle[2].get()).find("GET /again\n"), std::string::npos);
}

TEST_F(HttpServerTest, AFullHouseOfIdleClientsBlocksNobody) {
  HttpServer::Options options = patient();
  options.max_connections = 4;
  serve(std::move(options));
  std::vector<UniqueFd> idle;
  for (int i = 0; i < 50; ++i) idle.push_back(connect_to(address_));
  for (int i = 0; i < 10; ++i) EXPECT_EQ(get("/").status, 200U);
}

TEST_F(HttpServerTest, ARequestThatTricklesInIsCut) {
  serve(impatient());
  const UniqueFd client = connect_to(address_);
  send_bytes(client.get(), "GET / HTTP/1.1\r\nHost: test\r\nX-Slow: ");
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  bool open = true;
  while (open && std::chrono::steady_clock::now() < give_up) {
    open = send_bytes(client.get(), "x");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_FALSE(open);
}

TEST_F(HttpServerTest, AClientThatNeverTakesItsAnswerIsCut) {
  HttpServer::Options options = patient();
  options.answer_timeout_seconds = 1;
  serve(std::move(options), [](const HttpRequest&) {
    return HttpResponse{200, "text/plain", std::string(std::size_t{64} << 20, 'x'), {}};
  });
  const UniqueFd client = connect_to(address_);
  send_bytes(client.get(), "GET / HTTP/1.1\r\nHost: test\r\n\r\n");
  pollfd watched{.fd = client.get(), .events = POLLRDHUP, .revents = 0};
  EXPECT_EQ(::poll(&watched, 1, 60'000), 1);
}

TEST_F(HttpServerTest, ASlowReaderMakesRoomForARequest) {
  HttpServer::Options options = patient();
  options.max_requests = 1;
  options.reader_patience = std::chrono::milliseconds(1);
  serve(std::move(options), [](const HttpRequest& request) {
    return HttpResponse{200,
                        "text/plain",
                        std::string(request.path == "/big" ? std::size_t{64} << 20 : 1, 'x'),
                        {}};
  });
  const UniqueFd client = connect_to(address_);
  send_bytes(client.get(), "GET /big HTTP/1.1\r\nHost: test\r\n\r\n");
  char byte = 0;
  ASSERT_EQ(::recv(client.get(), &byte, 1, 0), 1);
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  unsigned status = 503;
  while (status == 503 && std::chrono::steady_clock::now() < give_up) status = get("/").status;
  EXPECT_EQ(status, 200U);
}

TEST_F(HttpServerTest, RefusesAQueryOfThousandsOfParts) {
  serve(patient());
  EXPECT_EQ(get("/?" + std::string(3000, '&')).status, 414U);
  EXPECT_EQ(get("/?" + std::string(15000, '&')).status, 414U);
  EXPECT_EQ(get("/?" + std::string(8100, 'a')).status, 414U);
  EXPECT_EQ(get("/" + std::string(3000, '&')).status, 200U);
  std::string query = "a=b";
  for (int i = 1; i < 100; ++i) query += "&a=b";
  EXPECT_EQ(get("/?" + query).status, 200U);
}

TEST_F(HttpServerTest, ASlowHandlerDoesNotBlockTheOthers) {
  serve(patient(), page_.handler());
  HttpReply slow;
  std::thread client([&] { slow = get("/slow"); });
  page_.entered.wait();
  EXPECT_EQ(get("/quick").status, 200U);
  page_.open.count_down();
  client.join();
  EXPECT_EQ(slow.status, 200U);
}

TEST_F(HttpServerTest, RefusesMoreRequestsThanItMayHandle) {
  HttpServer::Options options = patient();
  options.max_requests = 1;
  serve(std::move(options), page_.handler());
  HttpReply slow;
  std::thread client([&] { slow = get("/slow"); });
  page_.entered.wait();
  const HttpReply refused = get("/quick");
  EXPECT_EQ(refused.status, 503U);
  EXPECT_EQ(refused.body, "too many requests at once\n");
  EXPECT_EQ(refused.header("retry-after"), "1");
  page_.open.count_down();
  client.join();
  EXPECT_EQ(slow.status, 200U);
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  unsigned status = 503;  // until the server has noticed that its client has everything
  while (status == 503 && std::chrono::steady_clock::now() < give_up) status = get("/quick").status;
  EXPECT_EQ(status, 200U);
}

TEST_F(HttpServerTest, AClientThatDoesNotReadCountsAsARequest) {
  HttpServer::Options options = patient();
  options.max_requests = 1;
  options.reader_patience = std::chrono::minutes(1);
  serve(std::move(options), [this](const HttpRequest& request) {
    if (request.path == "/unread") page_.entered.count_down();
    return HttpResponse{200, "text/plain", std::string(std::size_t{64} << 20, 'x'), {}};
  });
  const UniqueFd client = connect_to(address_);
  send_bytes(client.get(), "GET /unread HTTP/1.1\r\nHost: test\r\n\r\n");
  page_.entered.wait();
  EXPECT_EQ(get("/").status, 503U);
}

TEST_F(HttpServerTest, ZeroMeansNoLimitOfRequests) {
  HttpServer::Options options = patient();
  options.max_requests = 0;
  serve(std::move(options));
  EXPECT_EQ(get("/").status, 200U);
}

TEST_F(HttpServerTest, ListensOnSeveralAddresses) {
  HttpServer::Options options = patient();
  options.listen.push_back(options.listen.front());
  serve(std::move(options));
  ASSERT_EQ(server_->addresses().size(), 2U);
  for (const SocketAddress& one : server_->addresses()) EXPECT_EQ(http_get(one, "/").status, 200U);
}

TEST_F(HttpServerTest, ServesIpv6) {
  auto started = HttpServer::start(patient("[::1]:0"), echo);
  if (!started.ok()) GTEST_SKIP() << started.error().line();
  EXPECT_EQ(http_get(started.value()->addresses().at(0), "/").status, 200U);
}

TEST_F(HttpServerTest, AnyAddressServesIpv4) {
  serve(patient(":0"));
  EXPECT_EQ(http_get(address("127.0.0.1:" + std::to_string(address_.port())), "/").status, 200U);
}

TEST_F(HttpServerTest, SaysWhichAddressIsTakenAndStopsTheOthers) {
  serve(patient());
  HttpServer::Options options = patient();
  options.listen.push_back(address_);
  const auto second = HttpServer::start(std::move(options), echo);
  ASSERT_FALSE(second.ok());
  EXPECT_TRUE(second.error().line().starts_with(address_.text() + ": cannot listen: "));
}

TEST_F(HttpServerTest, StopsWithOpenConnections) {
  serve(patient());
  std::vector<UniqueFd> clients;
  for (int i = 0; i < 20; ++i) {
    clients.push_back(connect_to(address_));
    if (i % 2 == 0) send_bytes(clients.back().get(), "GET / HTTP/1.1\r\nHost: te");
  }
  const auto begin = std::chrono::steady_clock::now();
  server_.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
  for (const UniqueFd& client : clients) EXPECT_EQ(receive_all(client.get()), "");
  EXPECT_FALSE(connect_to(address_).valid());
}

TEST_F(HttpServerTest, StopsAmidAFloodOfBadRequests) {
  for (int turn = 0; turn < 20; ++turn) {
    serve(patient());
    std::latch flooding(3);
    std::vector<std::thread> flood;
    for (int i = 0; i < 3; ++i)
      flood.emplace_back([&flooding, address = address_] {
        for (int sent = 0;; ++sent) {
          const UniqueFd client = connect_to(address);
          if (sent == 5) flooding.count_down();
          if (!client.valid()) break;
          send_bytes(client.get(), "GET / HTTP/1.1\r\n folded: into nothing\r\n\r\n");
        }
      });
    flooding.wait();
    server_.reset();
    for (std::thread& one : flood) one.join();
  }
}

TEST_F(HttpServerTest, StopsWhileItsThreadsAreAwake) {
  for (int turn = 0; turn < 500; ++turn) {
    serve(patient());
    const UniqueFd client = connect_to(address_);
    send_bytes(client.get(), "GET / HTTP/1.1\r\nHost: test\r\n\r\n");
    char byte = 0;
    ASSERT_EQ(::recv(client.get(), &byte, 1, 0), 1);
    server_.reset();
  }
}

}  // namespace
}  // namespace sockq
