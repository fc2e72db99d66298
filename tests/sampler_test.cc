#include "agent/sampler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <thread>

#include "tests/support/fake_env.h"

namespace sockq {
namespace {

using std::chrono::milliseconds;

Sampler::Options every(milliseconds interval) {
  Sampler::Options options;
  options.collectors = every_collector();
  options.fast_interval = interval;
  options.wait_interval = interval;
  options.slow_interval = interval;
  return options;
}

bool each_lane_looked(const Snapshot& snapshot, std::uint64_t times) {
  return std::ranges::all_of(snapshot.lanes,
                             [&](const LaneStats& lane) { return lane.samples >= times; });
}

TEST(Sampler, OneLookGivesAWholeSnapshot) {
  const FakeMachine machine;
  Sampler sampler(machine.env(), every(milliseconds(100)));
  ASSERT_TRUE(sampler.look_once().ok());
  const Snapshot snapshot = sampler.snapshot();
  EXPECT_EQ(snapshot.time, machine.clock.wall_time);
  ASSERT_TRUE(snapshot.namespaces.front().listeners);
  EXPECT_EQ(snapshot.namespaces.front().listeners->size(), 1U);
  EXPECT_EQ(snapshot.namespaces.front().values[kernel_value_row("listen_overflows_total")], 22);
  EXPECT_EQ(snapshot.namespaces.front().values[kernel_value_row("sysctl_net_core_somaxconn")],
            4096);
  EXPECT_EQ(snapshot.health.size(), collector_table().size());
}

TEST(Sampler, BlindOnlyWhereEveryCollectorFails) {
  FakeMachine machine;
  machine.netlink.answers = {{error_message(EPERM)}};
  machine.netlink.unix_answer = {error_message(EPERM)};
  {
    Sampler sampler(machine.env(), every(milliseconds(100)));
    EXPECT_TRUE(sampler.look_once().ok());
    EXPECT_FALSE(sampler.snapshot().namespaces.front().listeners);
  }
  machine.procfs.files.clear();
  Sampler sampler(machine.env(), every(milliseconds(100)));
  const Result<Unit> first = sampler.look_once();
  ASSERT_FALSE(first.ok());
  EXPECT_EQ(first.error().code, EPERM);
}

TEST(Sampler, AWallClockThatIsSetChangesNoCounter) {
  FakeMachine machine;
  machine.netlink.answers = {
      {listen_message({.length = 2, .limit = 1, .drops = 7}), done_message()}};
  Sampler sampler(machine.env(), every(milliseconds(100)));
  std::chrono::nanoseconds full{0};
  for (const int hours : {0, 24 * 365, -24 * 365, 1}) {
    machine.clock.wall_time += std::chrono::hours(hours);
    machine.clock.steady_time += milliseconds(100);
    ASSERT_TRUE(sampler.look_once().ok());
    const Snapshot snapshot = sampler.snapshot();
    EXPECT_EQ(snapshot.time, machine.clock.wall_time);
    const Listener& listener = snapshot.namespaces.front().listeners->front();
    EXPECT_EQ(listener.drops, 7U);
    EXPECT_EQ(listener.history->full_time, full);
    full += milliseconds(100);
  }
}

TEST(Sampler, NoCollectorIsAnError) {
  const FakeMachine machine;
  Sampler sampler(machine.env(), {});
  EXPECT_FALSE(sampler.look_once().ok());
}

TEST(Sampler, AllLanesRunWhileScrapersRead) {
  const FakeMachine machine;
  Sampler sampler(machine.env(), every(milliseconds(1)));
  ASSERT_TRUE(sampler.look_once().ok());
  sampler.start();
  std::vector<std::thread> scrapers;
  for (int scraper = 0; scraper < 2; ++scraper)
    scrapers.emplace_back([&] {
      Snapshot snapshot;
      do {
        std::this_thread::sleep_for(std::chrono::microseconds(100));  // others want the lock too
        snapshot = sampler.snapshot();
        ASSERT_TRUE(snapshot.namespaces.front().listeners);
        ASSERT_EQ(snapshot.namespaces.front().listeners->size(), 1U);
      } while (!each_lane_looked(snapshot, 20));
    });
  for (std::thread& scraper : scrapers) scraper.join();
}

}  // namespace
}  // namespace sockq
