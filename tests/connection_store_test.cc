#include "agent/connection_store.h"

#include <gtest/gtest.h>

namespace sockq {
namespace {

Endpoint port(std::uint16_t number) {
  Endpoint endpoint;
  endpoint.port = number;
  return endpoint;
}

ConnectionSweep sweep_of(std::uint16_t listener, std::uint64_t bytes, double ratio) {
  ConnectionSweep sweep;
  EndpointConnections& inbound = sweep.inbound.emplace_back();
  inbound.endpoint = port(listener);
  inbound.connections.receive_queue = bytes;
  inbound.connections.receive_fill.observe(ratio);
  sweep.peers = sweep.inbound;
  sweep.other_peers = inbound.connections;
  return sweep;
}

std::optional<ConnectionGroup> described(const ConnectionStore& store, std::uint16_t number) {
  std::vector<Listener> listeners(1);
  listeners[0].local = port(number);
  store.describe(listeners);
  return listeners[0].connections;
}

TEST(ConnectionStore, GaugesAreOfTheLatestSweepAndHistogramsGrow) {
  ConnectionStore store;
  EXPECT_FALSE(described(store, 80));
  store.update(sweep_of(80, 10, 0.5));
  store.update(sweep_of(80, 3, 0.25));
  const auto connections = described(store, 80);
  ASSERT_TRUE(connections);
  EXPECT_EQ(connections->receive_queue, 3U);
  EXPECT_DOUBLE_EQ(connections->receive_fill.sum(), 0.75);
  EXPECT_FALSE(described(store, 81));
  EXPECT_DOUBLE_EQ(store.sweep()->peers.at(0).connections.receive_fill.sum(), 0.75);
  EXPECT_DOUBLE_EQ(store.sweep()->other_peers.receive_fill.sum(), 0.75);
}

TEST(ConnectionStore, WhatCouldNotBeReadIsAbsentAndTheHistogramGoesOn) {
  ConnectionStore store;
  store.update(sweep_of(80, 10, 0.5));
  store.forget();
  EXPECT_FALSE(described(store, 80));
  EXPECT_FALSE(store.sweep());
  store.update(sweep_of(80, 3, 0.25));
  EXPECT_DOUBLE_EQ(described(store, 80)->receive_fill.sum(), 0.75);
}

TEST(ConnectionStore, AListenerThatIsGoneIsForgotten) {
  ConnectionStore store;
  store.update(sweep_of(80, 10, 0.5));
  store.update(sweep_of(81, 1, 0.5));
  EXPECT_FALSE(described(store, 80));
}

}  // namespace
}  // namespace sockq
