#include "agent/watched_namespace.h"

#include <gtest/gtest.h>

#include "tests/support/fake_env.h"

namespace sockq {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr WatchedNamespace::TimePoint kBegin{seconds(500)};
constexpr milliseconds kInterval{100};
constexpr milliseconds kBurst{10};

/// A look at the listeners alone, each 100 ms, or 10 ms where connections wait, and for a tenth of
/// a processor.
SamplingOptions options() {
  SamplingOptions result;
  for (const Collector* collector : every_collector())
    if (collector->name == "listeners") result.collectors.push_back(collector);
  result.fast_interval = kInterval;
  result.burst_interval = kBurst;
  result.fast_max_cpu = 0.1;
  return result;
}

class WatchedNamespaceTest : public testing::Test {
 protected:
  /// When the next look may be after one at kBegin, in a lane that goes round at `rhythm`.
  [[nodiscard]] milliseconds next_after(std::size_t namespaces, milliseconds rhythm) const {
    WatchedNamespace netns(std::make_shared<NetworkNamespace>("", machine_.env()), "", options());
    EXPECT_LT(netns.next(Lane::fast, rhythm), kBegin);
    netns.look(Lane::fast, namespaces, kBegin);
    return std::chrono::duration_cast<milliseconds>(netns.next(Lane::fast, rhythm) - kBegin);
  }

  void let_connections_wait() {
    machine_.netlink.answers = {{listen_message({.length = 2}), done_message()}};
  }

  FakeMachine machine_;
};

TEST_F(WatchedNamespaceTest, IsLookedAtInEachRoundOfItsOwnRhythm) {
  EXPECT_EQ(next_after(1, kInterval), kInterval - kInterval / 2);
  let_connections_wait();
  EXPECT_EQ(next_after(1, kBurst), kBurst - kBurst / 2);
}

TEST_F(WatchedNamespaceTest, IsPassedOverInTheFasterRoundsForOthers) {
  EXPECT_EQ(next_after(2, kBurst), kInterval - kBurst / 2);
}

TEST_F(WatchedNamespaceTest, KeepsToItsShareOfTheBudget) {
  machine_.clock.cpu_step = milliseconds(30);
  EXPECT_EQ(next_after(1, kInterval), milliseconds(300));
  EXPECT_EQ(next_after(4, kInterval), milliseconds(1200));
  let_connections_wait();
  EXPECT_EQ(next_after(1, kBurst), milliseconds(300));
}

TEST_F(WatchedNamespaceTest, OtherLanesHaveNoSuchBudget) {
  WatchedNamespace netns(std::make_shared<NetworkNamespace>("", machine_.env()), "", options());
  machine_.clock.cpu_step = seconds(1);
  netns.look(Lane::slow, 1, kBegin);
  EXPECT_LT(netns.next(Lane::slow, seconds(5)), kBegin);
}

}  // namespace
}  // namespace sockq
