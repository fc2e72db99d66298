#include "agent/agent_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "exporters/http_server.h"
#include "tests/support/live_listener.h"

namespace sockq {
namespace {

using testing::HasSubstr;
using testing::Not;

HttpResponse answer(const HttpRequest& request) {
  if (request.path == "/api") return {200, "text/plain", "the page", {}};
  if (request.path == "/big") return {200, "text/plain", std::string(1 << 20, 'x'), {}};
  return {404, "text/plain", "nothing", {}};
}

class AgentClientTest : public testing::Test {
 protected:
  void SetUp() override {
    HttpServer::Options options;
    options.listen = {parse_socket_address("127.0.0.1:0").value()};
    auto started = HttpServer::start(std::move(options), answer);
    ASSERT_TRUE(started.ok()) << started.error().line();
    server_ = std::move(started).value();
  }
  [[nodiscard]] std::string address() const { return server_->addresses().at(0).text(); }

  std::unique_ptr<HttpServer> server_;
};

std::string error_of(const std::string& url, std::string_view path,
                     const AgentClient::Options& options = {}) {
  Result<AgentClient> client = AgentClient::open(url, options);
  if (!client.ok()) return client.error().line();
  const Result<std::string> page = client.value().get(path);
  return page.ok() ? "" : page.error().line();
}

TEST_F(AgentClientTest, GetsOnePageAfterTheOther) {
  for (const std::string& url : {"http://" + address(), address() + "/", "HTTP://" + address()}) {
    Result<AgentClient> client = AgentClient::open(url);
    ASSERT_TRUE(client.ok()) << client.error().line();
    for (int round = 0; round < 3; ++round) {
      const Result<std::string> page = client.value().get("/api");
      ASSERT_TRUE(page.ok()) << page.error().line();
      EXPECT_EQ(page.value(), "the page");
    }
    const Result<std::string> big = client.value().get("/big");
    ASSERT_TRUE(big.ok()) << big.error().line();
    EXPECT_EQ(big.value().size(), 1U << 20);
  }
}

TEST_F(AgentClientTest, SaysWhatIsWrongAndNotThePassword) {
  EXPECT_THAT(error_of("http://me:secret@" + address(), "/nothing"),
              testing::AllOf(HasSubstr("http://" + address() + "/nothing: answers 404"),
                             Not(HasSubstr("secret"))));
  EXPECT_THAT(error_of(address(), "/big", {.most_bytes = 1000}),
              HasSubstr("/big: answers more than 1000 bytes"));
  EXPECT_THAT(error_of("https://" + address(), "/api"), HasSubstr("SSL"));
}

TEST_F(AgentClientTest, SaysThatNobodyListens) {
  const std::string url = "http://me:secret@" + address();
  server_.reset();
  EXPECT_THAT(error_of(url, "/api"), testing::AllOf(HasSubstr("check that sockq agent runs there"),
                                                    Not(HasSubstr("secret"))));
}

TEST(AgentClient, RefusesWhatIsNoUrl) {
  for (const char* url : {"", "http://", "ftp://host", "file:///etc/passwd", "http://a b"})
    EXPECT_THAT(error_of(url, "/"), HasSubstr("--agent: ")) << url;
}

TEST(AgentClient, WaitsForNoAnswerNoLongerThanItsTime) {
  const LiveListener silent(5);
  const std::string url = silent.address().text();
  EXPECT_THAT(error_of(url, "/", {.timeout = std::chrono::milliseconds(100)}),
              HasSubstr("timed out"));
}

}  // namespace
}  // namespace sockq
