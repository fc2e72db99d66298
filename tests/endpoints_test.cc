#include "exporters/endpoints.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace sockq {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using Query = std::vector<std::pair<std::string, std::string>>;

const EndpointOptions kOptions{"/metrics", {"listeners", "netstat"}, {"snmp"}};

Snapshot snapshot() {
  Snapshot result;
  NamespaceView& view = result.namespaces.emplace_back();
  view.listeners.emplace();
  Listener& listener = view.listeners->emplace_back();
  listener.address = "0.0.0.0:80";
  listener.local.port = 80;
  listener.queue_limit = 511;
  view.values.fill(3);
  result.health = {{"snmp", {}, Error{13, "cannot read", "/proc/net/snmp", "let it"}}};
  return result;
}

HttpResponse get(const std::string& path, const Query& query = {}) {
  return make_endpoints(kOptions, snapshot)({"GET", path, query});
}

TEST(Endpoints, MetricsAreTextOfVersion004) {
  const HttpResponse response = get("/metrics");
  EXPECT_EQ(response.status, 200U);
  EXPECT_EQ(response.content_type, "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_THAT(response.body, HasSubstr("sockq_listener_accept_queue_limit"));
  EXPECT_THAT(response.body, HasSubstr("sockq_listen_drops_total"));
}

TEST(Endpoints, CollectAndExcludeChooseCollectors) {
  EXPECT_THAT(get("/metrics", {{"collect[]", "netstat"}}).body,
              Not(HasSubstr("sockq_listener_accept_queue_limit")));
  EXPECT_THAT(get("/metrics", {{"exclude[]", "netstat"}}).body,
              Not(HasSubstr("sockq_listen_drops_total")));
}

TEST(Endpoints, TheFullestConnectionsAreJson) {
  const HttpHandler handler = make_endpoints(kOptions, [] {
    Snapshot result = snapshot();
    ConnectionSweep& sweep = result.namespaces.front().sweep.emplace();
    sweep.totals.connections = 5;
    Connection& connection = sweep.largest_receive_queues.emplace_back();
    connection.local.port = 80;
    connection.state = TcpState::established;
    connection.receive_queue = 77;
    connection.receive_buffer = {100, 200};
    return result;
  });
  const auto page = nlohmann::json::parse(handler({"GET", "/api/v1/connections", {}}).body);
  EXPECT_EQ(page["connections"], 5);
  EXPECT_TRUE(page["largest_send_queues"].empty());
  const auto& first = page["largest_receive_queues"].at(0);
  EXPECT_EQ(first["local"], "0.0.0.0:80");
  EXPECT_EQ(first["state"], "established");
  EXPECT_EQ(first["waits_for_accept"], true);
  EXPECT_EQ(first["receive_queue_bytes"], 77);
  EXPECT_EQ(first["receive_buffer"]["limit"], 200);
  EXPECT_TRUE(first["send_buffer"].is_null());
  EXPECT_TRUE(nlohmann::json::parse(get("/api/v1/connections").body)["connections"].is_null());
}

TEST(Endpoints, PagesForPeopleAndProbes) {
  EXPECT_THAT(get("/").body, HasSubstr("href=\"/metrics\""));
  EXPECT_EQ(get("/-/healthy").status, 200U);
  EXPECT_EQ(get("/-/ready").status, 200U);
  EXPECT_EQ(get("/nothing").status, 404U);
}

TEST(Endpoints, TheTelemetryPathIsTheUsers) {
  const HttpHandler handler = make_endpoints({"/queues\"<x>", {"listeners"}, {}}, snapshot);
  EXPECT_EQ(handler({"GET", "/metrics", {}}).status, 404U);
  EXPECT_EQ(handler({"GET", "/queues\"<x>", {}}).status, 200U);
  EXPECT_THAT(handler({"GET", "/", {}}).body, HasSubstr("href=\"/queues&quot;&lt;x&gt;\""));
}

TEST(Endpoints, ListenersAsJson) {
  const auto page = nlohmann::json::parse(get("/api/v1/listeners").body);
  EXPECT_EQ(page["listeners"][0]["listener"], "0.0.0.0:80");
  EXPECT_EQ(page["listeners"][0]["accept_queue"]["limit"], 511);
  EXPECT_TRUE(page["listeners"][0]["drops"].is_null());
  EXPECT_EQ(page["errors"][0]["collector"], "snmp");
}

struct Refused {
  Query query;
  const char* said;
};

TEST(ChooseCollectors, RefusesWhatItCannotServe) {
  const Refused cases[] = {
      {{{"collect[]", "nosuch"}}, "nosuch: no such collector"},
      {{{"collect[]", "snmp"}}, "start sockq with --collector.snmp"},
      {{{"collect[]", "netstat"}, {"exclude[]", "listeners"}}, "cannot be given together"},
      {{{"exclude[]", ""}}, "no such collector"},
  };
  for (const auto& [query, said] : cases) {
    const auto wanted = choose_collectors({"GET", "/metrics", query}, kOptions);
    ASSERT_FALSE(wanted.ok()) << said;
    EXPECT_THAT(wanted.error().line(), HasSubstr(said));
    EXPECT_EQ(get("/metrics", query).status, 400U);
  }
}

TEST(ChooseCollectors, OtherWordsOfTheQueryAreIgnored) {
  const HttpRequest request{"GET", "/metrics", {{"name", "x"}}};
  EXPECT_THAT(choose_collectors(request, kOptions).value(), ElementsAre("listeners", "netstat"));
}

}  // namespace
}  // namespace sockq
