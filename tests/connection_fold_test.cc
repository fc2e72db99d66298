#include "collectors/connection_fold.h"

#include <gtest/gtest.h>

namespace sockq {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

Endpoint port(std::uint16_t number) {
  Endpoint endpoint;
  endpoint.port = number;
  return endpoint;
}

Connection inbound(std::uint16_t local, std::uint32_t receive_queue = 0) {
  return {.local = port(local),
          .remote = port(40'000),
          .state = TcpState::established,
          .receive_queue = receive_queue};
}

const ConnectionGroup& of_listener(const ConnectionSweep& sweep, std::uint16_t number) {
  for (const auto& [endpoint, connections] : sweep.inbound)
    if (endpoint == port(number)) return connections;
  throw std::out_of_range("no such listener");
}

TEST(ConnectionFold, SortsInboundFromOutgoing) {
  ConnectionFold fold;
  fold.begin();
  fold.add_listener(port(81));
  fold.add_listener(port(80));
  fold.add(inbound(80, 7));
  fold.add(inbound(80, 1));
  fold.add({.local = port(50'000), .remote = port(443), .state = TcpState::syn_sent});
  const ConnectionSweep sweep = fold.finish({});
  EXPECT_EQ(sweep.totals.connections, 3U);
  ASSERT_EQ(sweep.inbound.size(), 2U);
  EXPECT_LT(sweep.inbound[0].endpoint, sweep.inbound[1].endpoint);
  EXPECT_EQ(of_listener(sweep, 80).receive_queue, 8U);
  EXPECT_EQ(of_listener(sweep, 81).connections(), 0U);
  ASSERT_EQ(sweep.peers.size(), 1U);
  EXPECT_EQ(sweep.peers[0].endpoint, port(443));
  EXPECT_EQ(sweep.peers[0].connections.in_state(TcpState::syn_sent), 1U);
}

TEST(ConnectionFold, RanksTheFullest) {
  ConnectionFold fold;
  fold.begin();
  fold.add_listener(port(80));
  for (std::uint32_t bytes = 0; bytes < 15; ++bytes) fold.add(inbound(80, bytes));
  const ConnectionSweep sweep = fold.finish({});
  ASSERT_EQ(sweep.largest_receive_queues.size(), Largest::kMost);
  EXPECT_EQ(sweep.largest_receive_queues.front().receive_queue, 14U);
  EXPECT_EQ(sweep.largest_receive_queues.back().receive_queue, 5U);
  EXPECT_TRUE(sweep.largest_send_queues.empty()) << "an empty queue is none of the largest";
}

TEST(ConnectionFold, BeginsAnewAfterAnInterruptedDump) {
  ConnectionFold fold;
  fold.begin();
  fold.add_listener(port(80));
  fold.add_listener(port(81));
  fold.add(inbound(80, 7));
  fold.begin();
  fold.add_listener(port(80));
  const ConnectionSweep sweep = fold.finish({});
  ASSERT_EQ(sweep.inbound.size(), 1U);
  EXPECT_EQ(of_listener(sweep, 80).connections(), 0U);
  EXPECT_EQ(sweep.totals.connections, 0U);
  EXPECT_TRUE(sweep.largest_receive_queues.empty());
}

TEST(ConnectionFold, ConnectionsOfAClosedListenerStayItsOwnForFiveMinutes) {
  ConnectionFold fold;
  ConnectionFold::TimePoint now{};
  const auto sweep = [&](bool open) {
    fold.begin();
    if (open) fold.add_listener(port(80));
    fold.add(inbound(80));
    return fold.finish(now);
  };
  EXPECT_EQ(of_listener(sweep(true), 80).connections(), 1U);
  now += minutes(5) - seconds(1);
  EXPECT_EQ(of_listener(sweep(false), 80).connections(), 1U);
  now += seconds(1);
  sweep(false);
  const ConnectionSweep last = sweep(false);
  EXPECT_TRUE(last.inbound.empty());
  EXPECT_EQ(last.peers.size(), 1U);
}

TEST(ConnectionFold, ListenersThatComeAndGoDoNotPileUp) {
  ConnectionFold fold;
  std::size_t shown = 0;
  for (std::uint16_t number = 1; number <= 5'000; ++number) {
    fold.begin();
    fold.add_listener(port(number));
    shown = fold.finish({}).inbound.size();
  }
  EXPECT_LE(shown, ConnectionFold::kMostClosed + 2);
}

TEST(ConnectionFold, CountersOfConnectionsRiseAtTheirListener) {
  ConnectionFold fold;
  const auto sweep = [&](std::uint64_t count) {
    fold.begin();
    fold.add_listener(port(80));
    Connection connection = inbound(80);
    connection.cookie = 9;
    connection.counters.retransmitted = count;
    fold.add(connection);
    return of_listener(fold.finish({}), 80).counters.retransmitted;
  };
  EXPECT_EQ(sweep(5), 0U);
  EXPECT_EQ(sweep(7), 2U);
  EXPECT_EQ(sweep(7), 0U);
}

}  // namespace
}  // namespace sockq
