#include "collectors/connection_group.h"

#include <gtest/gtest.h>

namespace sockq {
namespace {

using std::chrono::seconds;

TEST(ConnectionGroup, AddsUpQueuesBuffersAndStates) {
  ConnectionGroup group;
  group.add({.state = TcpState::established,
             .receive_queue = 5,
             .socket_backlog = 3,
             .receive_buffer = BufferFill{50, 100},
             .send_buffer = BufferFill{0, 100}});
  group.add({.state = TcpState::close_wait,
             .timeouts = 1,
             .receive_queue = 1,
             .send_queue = 7,
             .not_sent = 6,
             .receive_buffer = BufferFill{0, 100},
             .send_buffer = BufferFill{100, 100}});
  group.add({.state = TcpState::syn_recv});
  EXPECT_EQ(group.in_state(TcpState::established), 1U);
  EXPECT_EQ(group.in_state(TcpState::close_wait), 1U);
  EXPECT_EQ(group.in_state(TcpState::syn_recv), 1U);
  EXPECT_EQ(group.connections(), 3U);
  EXPECT_EQ(group.receive_queue, 6U);
  EXPECT_EQ(group.send_queue, 7U);
  EXPECT_EQ(group.not_sent, 6U);
  EXPECT_EQ(group.socket_backlog, 3U);
  EXPECT_EQ(group.receive_used, 50U);
  EXPECT_EQ(group.receive_limit, 200U);
  EXPECT_EQ(group.send_used, 100U);
  EXPECT_EQ(group.retransmitting, 1U);
  EXPECT_EQ(group.receive_fill.observations(), 2U) << "a request socket has no buffers";
  EXPECT_DOUBLE_EQ(group.receive_fill.sum(), 0.5);
  EXPECT_DOUBLE_EQ(group.send_fill.sum(), 1.0);
}

TEST(ConnectionGroup, CountsClosedWindowsOfConnectionsThatHaveOne) {
  ConnectionGroup group;
  group.add({.state = TcpState::established});
  EXPECT_FALSE(group.receive_windows_closed) << "the kernel did not say";
  group.add({.state = TcpState::established, .receive_window = 0, .send_window = 1});
  group.add({.state = TcpState::established, .receive_window = 9, .send_window = 0});
  group.add({.state = TcpState::syn_sent, .receive_window = 0, .send_window = 0});
  EXPECT_EQ(group.receive_windows_closed, 1U);
  EXPECT_EQ(group.send_windows_closed, 1U);
}

TEST(ConnectionGroup, CarriesOnOnlyWhatIsCountedFromSweepToSweep) {
  ConnectionGroup before;
  before.add(
      {.state = TcpState::established, .receive_queue = 5, .receive_buffer = BufferFill{50, 100}});
  before.counters = {seconds(1), seconds(2), 3, 4};
  ConnectionGroup next = before;
  carry_on(before, next);
  EXPECT_EQ(next.receive_queue, 5U);
  EXPECT_EQ(next.connections(), 1U);
  EXPECT_EQ(next.receive_fill.observations(), 2U);
  EXPECT_EQ(next.counters, (ConnectionCounters{seconds(2), seconds(4), 6, 8}));
}

TEST(ConnectionGroup, AddsAnotherWhole) {
  ConnectionGroup one;
  one.add({.state = TcpState::established, .receive_queue = 5, .send_window = 0});
  ConnectionGroup other;
  other.add({.state = TcpState::established, .send_queue = 2, .receive_buffer = BufferFill{1, 2}});
  other.add(one);
  EXPECT_EQ(other.connections(), 2U);
  EXPECT_EQ(other.queued(), 7U);
  EXPECT_EQ(other.send_windows_closed, 1U);
  EXPECT_FALSE(other.receive_windows_closed);
  EXPECT_EQ(other.receive_fill.observations(), 1U);
}

}  // namespace
}  // namespace sockq
