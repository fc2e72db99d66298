#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/top/read_agent_pages.h"
#include "collectors/parse_endpoint.h"
#include "exporters/connection_json.h"
#include "exporters/listener_json.h"
#include "tests/support/top_scene.h"

namespace sockq {
namespace {

using testing::HasSubstr;

Snapshot written() {
  Snapshot snapshot = scene(0, {{"127.0.0.1:80", 8, 7, 32, "ng\033inx"},
                                {"/run/app.sock", 2, 5, 0, "", Protocol::unix_socket},
                                {"[::1]:443", 0, 5, 0, "", Protocol::mptcp}})
                          .snapshot;
  NamespaceView& view = snapshot.namespaces.front();
  view.netns = "blue";
  ConnectionGroup& group = view.listeners->front().connections.emplace();
  group.by_state[static_cast<std::size_t>(TcpState::syn_recv)] = 3;
  group.receive_queue = 10;
  group.receive_used = 20;
  group.receive_limit = 30;
  group.send_windows_closed = 4;
  view.sweep.emplace();
  Connection& connection = view.sweep->largest_receive_queues.emplace_back();
  connection.local = parse_endpoint("127.0.0.1:80").value();
  connection.remote = parse_endpoint("[fe80::1%3]:65535").value();
  connection.state = TcpState::close_wait;
  connection.receive_queue = 77;
  connection.receive_buffer = BufferFill{5, 10};
  snapshot.health.push_back({.collector = "unix", .error = Error{0, "why", "where", ""}});
  return snapshot;
}

TEST(AgentPages, GiveBackWhatTheAgentWrote) {
  const Snapshot wrote = written();
  const auto read = read_agent_pages(listeners_json(wrote), connections_json(wrote), std::nullopt);
  ASSERT_TRUE(read.ok()) << read.error().line();
  const Snapshot& snapshot = read.value().snapshot;
  EXPECT_FALSE(read.value().findings);
  EXPECT_NEAR(std::chrono::duration<double>(snapshot.time - wrote.time).count(), 0, 1e-6);
  ASSERT_EQ(snapshot.namespaces.size(), 1U);
  const NamespaceView& view = snapshot.namespaces.front();
  EXPECT_EQ(view.netns, "blue");
  ASSERT_EQ(view.listeners->size(), 3U);
  const Listener& listener = view.listeners->front();
  const Listener& original = wrote.namespaces.front().listeners->front();
  EXPECT_EQ(listener.queue_length, original.queue_length);
  EXPECT_EQ(listener.queue_limit, original.queue_limit);
  EXPECT_EQ(listener.fullest_ratio, original.fullest_ratio);
  EXPECT_TRUE(listener.full);
  EXPECT_EQ(listener.drops, original.drops);
  EXPECT_EQ(listener.history->peak, original.history->peak);
  EXPECT_EQ(listener.history->overflows, original.history->overflows);
  EXPECT_EQ(listener.oldest_wait, original.oldest_wait);
  EXPECT_EQ(*listener.owner, *original.owner);
  EXPECT_EQ(listener.connections->in_state(TcpState::syn_recv), 3U);
  EXPECT_EQ(listener.connections->receive_limit, 30U);
  EXPECT_EQ(listener.connections->send_windows_closed, 4U);
  EXPECT_FALSE(listener.connections->receive_windows_closed);
  EXPECT_EQ(view.listeners->at(1).protocol, Protocol::unix_socket);
  EXPECT_FALSE(view.listeners->at(1).drops);
  EXPECT_EQ(view.listeners->at(2).protocol, Protocol::mptcp);
  ASSERT_EQ(view.sweep->largest_receive_queues.size(), 1U);
  const Connection& connection = view.sweep->largest_receive_queues.front();
  EXPECT_EQ(endpoint_text(connection.remote), "[fe80::1%3]:65535");
  EXPECT_EQ(connection.state, TcpState::close_wait);
  EXPECT_EQ(connection.receive_queue, 77U);
  EXPECT_EQ(connection.receive_buffer->ratio(), 0.5);
  ASSERT_EQ(snapshot.health.size(), 1U);
  EXPECT_THAT(snapshot.health.front().error->line(), HasSubstr("why"));
}

constexpr const char* kNoListeners = R"({"time":1,"listeners":[]})";
constexpr const char* kNoConnections = R"({"time":1,"connections":0})";

TEST(AgentPages, FindingsAreReadWhereThereAreSome) {
  const auto read = read_agent_pages(
      kNoListeners, kNoConnections,
      R"({"findings":[{"severity":"critical","listener":"0.0.0.0:80","title":"t","why":null}]})");
  ASSERT_TRUE(read.ok());
  ASSERT_EQ(read.value().findings->size(), 1U);
  EXPECT_EQ(read.value().findings->front().title, "t");
  EXPECT_EQ(read.value().findings->front().why, "");
}

TEST(AgentPages, OtherPagesAreRefused) {
  for (const char* page : {"", "<html>", "[]", "null", "{}", "{\"listeners\":"}) {
    EXPECT_FALSE(read_agent_pages(page, kNoConnections, std::nullopt).ok()) << page;
    EXPECT_FALSE(read_agent_pages(kNoListeners, page, std::nullopt).ok()) << page;
    EXPECT_FALSE(read_agent_pages(kNoListeners, kNoConnections, page).ok()) << page;
  }
}

TEST(AgentPages, ValuesOfAnotherKindAreNotKnown) {
  const auto read = read_agent_pages(
      R"({"time":"x","listeners":[7,null,{"listener":5,"drops":-1,"sockets":1e99,
          "accept_queue":{"length":"8","fullest_ratio":[],"full":1,"oldest_wait_seconds":1e300},
          "owner":[],"history":3,"connections":"many"}],"errors":{"a":1}})",
      R"({"connections":{},"largest_receive_queues":[{"local":"nowhere","state":9}]})",
      std::nullopt);
  ASSERT_TRUE(read.ok());
  const std::vector<Listener>& listeners = *read.value().snapshot.namespaces.front().listeners;
  ASSERT_EQ(listeners.size(), 3U);
  EXPECT_EQ(listeners[2].address, "");
  EXPECT_FALSE(listeners[2].drops);
  EXPECT_FALSE(listeners[2].oldest_wait);
  EXPECT_FALSE(listeners[2].full);
}

TEST(ParseEndpoint, ReadsWhatIsWritten) {
  for (const char* text : {"0.0.0.0:80", "[::]:443", "0.0.0.0%3:80", "[fe80::1%2]:1", "1.2.3.4:0",
                           "127.0.0.53%lo:53", "[fe80::1%name-of-15bytes]:1"}) {
    const auto endpoint = parse_endpoint(text);
    ASSERT_TRUE(endpoint) << text;
    EXPECT_EQ(endpoint_text(*endpoint), text);
  }
  for (const char* text : {"", ":80", "1.2.3.4", "1.2.3.4:", "1.2.3.4:65536", "::1:80", "[::1:80",
                           "[]:80", "1.2.3.4%:80", "1.2.3.4%0:80", "1.2.3.4%a/b:80", "1.2.3:80",
                           "[1.2.3.4]:80", "localhost:80"})
    EXPECT_FALSE(parse_endpoint(text)) << text;
  EXPECT_NE(parse_endpoint("1.2.3.4%lo:80"), parse_endpoint("1.2.3.4%eth0:80"));
}

}  // namespace
}  // namespace sockq
