#include "collectors/counter_rises.h"

#include <gtest/gtest.h>

#include <map>

namespace sockq {
namespace {

using Counts = std::map<std::uint64_t, std::uint64_t>;  ///< retransmissions by cookie

/// One whole sweep over these connections; what rose.
std::uint64_t rise(CounterRises& rises, const Counts& counts) {
  ConnectionGroup group;
  rises.begin();
  for (const auto& [cookie, count] : counts) rises.see(cookie, {.retransmitted = count}, group);
  rises.finish();
  return group.counters.retransmitted;
}

Counts many(std::uint64_t connections, std::uint64_t count) {
  Counts counts;
  for (std::uint64_t cookie = 1; cookie <= connections; ++cookie) counts[cookie] = count;
  return counts;
}

TEST(CounterRises, CountsWhatRoseSinceTheFirstSweep) {
  CounterRises rises;
  EXPECT_EQ(rise(rises, {{1, 10}, {2, 20}}), 0U) << "nobody watched before";
  EXPECT_EQ(rise(rises, {{1, 10}, {2, 23}}), 3U);
  EXPECT_EQ(rise(rises, {{1, 11}, {2, 23}, {3, 5}}), 6U) << "3 is new, or had counted nothing";
}

TEST(CounterRises, NeverFallsWhenConnectionsEnd) {
  CounterRises rises;
  rise(rises, {{1, 10}, {2, 20}});
  EXPECT_EQ(rise(rises, {{2, 21}}), 1U);
  EXPECT_EQ(rise(rises, {}), 0U);
  EXPECT_EQ(rise(rises, {{7, 4}}), 4U);
  EXPECT_EQ(rise(rises, {{7, 3}}), 0U);
}

TEST(CounterRises, EveryCounterGoesToItsGroup) {
  CounterRises rises;
  rise(rises, {});
  ConnectionGroup one;
  ConnectionGroup other;
  rises.begin();
  const ConnectionCounters counters{std::chrono::seconds(1), std::chrono::seconds(2), 3, 4};
  rises.see(1, counters, one);
  rises.see(2, {.drops = 5}, other);
  rises.finish();
  EXPECT_EQ(one.counters, counters);
  EXPECT_EQ(other.counters, ConnectionCounters{.drops = 5});
}

TEST(CounterRises, ASweepThatFailsCountsNothingTwice) {
  CounterRises rises;
  rise(rises, {{1, 10}});
  ConnectionGroup lost;
  rises.begin();
  rises.see(1, {.retransmitted = 12}, lost);
  EXPECT_EQ(rise(rises, {{1, 13}}), 3U);
}

TEST(CounterRises, BeyondItsMemoryAPartStandsForAll) {
  CounterRises rises(1024);
  EXPECT_EQ(rises.followed(), 1);
  rise(rises, many(10'000, 5));
  EXPECT_LE(rises.followed(), 0.125);
  const std::uint64_t rose = rise(rises, many(10'000, 7));
  EXPECT_NEAR(static_cast<double>(rose), 20'000, 4'000);
}

TEST(CounterRises, FollowsAllAgainOnceThereIsRoomAndCountsNoHistoryThen) {
  CounterRises rises(1024);
  rise(rises, many(10'000, 5));
  for (int sweep = 0; sweep < 10; ++sweep)
    EXPECT_LE(rise(rises, many(100, 5)), 0U) << "nothing rose";
  EXPECT_EQ(rises.followed(), 1);
  EXPECT_EQ(rise(rises, many(100, 6)), 100U);
}

}  // namespace
}  // namespace sockq
