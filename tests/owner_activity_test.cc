#include "collectors/owner/owner_activity.h"

#include <gtest/gtest.h>

#include "collectors/owner/cgroup_mount.h"
#include "collectors/owner/cpu_quota.h"
#include "collectors/proc/parse.h"
#include "tests/support/fake_env.h"

namespace sockq {
namespace {

using std::chrono::milliseconds;

constexpr const char* kStat =
    "10 (a) S (b)) T 1 10 10 0 -1 4194560 100 0 0 0 25 5 0 0 20 0 3 0 777 1000 20 0 0\n";

TEST(ParseProcessActivity, ReadsStateTimeThreadsAndBegin) {
  const auto activity = parse_process_activity(kStat, 100);
  ASSERT_TRUE(activity.ok());
  EXPECT_EQ(activity.value().state, 'T');
  EXPECT_EQ(activity.value().cpu, milliseconds(300));
  EXPECT_EQ(activity.value().threads, 3U);
  EXPECT_EQ(activity.value().begin, 777U);
  for (const char* text : {"", "10 (a) T", "10 (a", "10 (a) TT 1 10 10 0 -1 4 1 0 0 0 25 5 0 0 20"})
    EXPECT_FALSE(parse_process_activity(text, 100).ok()) << text;
}

TEST(ParseCpuStat, KnowsBothVersions) {
  const auto one = parse_cpu_stat("nr_periods 9\nnr_throttled 3\nthrottled_time 5000000\n");
  ASSERT_TRUE(one);
  EXPECT_EQ(one->periods, 9U);
  EXPECT_EQ(one->throttled, 3U);
  EXPECT_EQ(one->throttled_time, milliseconds(5));
  const auto two = parse_cpu_stat("usage_usec 7\nnr_periods 9\nthrottled_usec 5000\n");
  ASSERT_TRUE(two);
  EXPECT_EQ(two->throttled_time, milliseconds(5));
  EXPECT_FALSE(parse_cpu_stat("usage_usec 7\n"));
  EXPECT_FALSE(parse_cpu_stat("nr_periods x\n"));
}

TEST(ParseCpuLimit, GivesProcessors) {
  EXPECT_DOUBLE_EQ(parse_cpu_limit("50000 100000\n"), 0.5);
  EXPECT_DOUBLE_EQ(parse_cpu_limit("200000\n100000\n"), 2);
  for (const char* text : {"max 100000", "-1\n100000\n", "", "5", "5 0"})
    EXPECT_EQ(parse_cpu_limit(text), 0) << text;
}

TEST(FindCpuCgroup, PrefersVersion1WhereItHasTheController) {
  const CpuCgroup old = find_cpu_cgroup("3:cpu,cpuacct:/a\n1:name=systemd:/b\n0::/c\n");
  EXPECT_TRUE(old.version_1);
  EXPECT_EQ(old.path, "/a");
  const CpuCgroup now = find_cpu_cgroup("2:cpuset:/a\n0::/c\n");
  EXPECT_FALSE(now.version_1);
  EXPECT_EQ(now.path, "/c");
  EXPECT_EQ(find_cpu_cgroup("nonsense").path, "");
}

TEST(FindCpuMount, IsThatOfTheController) {
  const auto mount = find_cpu_mount(
      "1 2 0:3 / /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset\n"
      "1 2 0:3 /x /sys/fs/cgroup/cpu\\040a rw,relatime - cgroup cgroup rw,cpu,cpuacct\n");
  ASSERT_TRUE(mount);
  EXPECT_EQ(mount->root, "/x");
  EXPECT_EQ(mount->point, "/sys/fs/cgroup/cpu a");
  EXPECT_FALSE(find_cpu_mount("1 2 0:3 / /a rw - cgroup2 cgroup rw,cpu\n"));
}

/// A listener of process 10, and what is known of it at time 9.
class WithActivityTest : public testing::Test {
 protected:
  WithActivityTest() {
    ListenerName name;
    name.address = "a";
    owners_[name] = std::make_shared<const Owner>(
        Owner{.process = "web", .pid = 10, .processes = 2, .workers = {10, 11}});
    machine_.procfs.files["10/stat"] = kStat;
  }
  OwnerActivity look() {
    std::string buffer;
    const auto active = with_activity(
        machine_.env(), owners_, std::chrono::steady_clock::time_point(milliseconds(9)), buffer);
    return *active->begin()->second->activity;
  }

  FakeMachine machine_;
  Owners owners_;
};

TEST_F(WithActivityTest, LeavesOutWhatCannotBeRead) {
  const OwnerActivity activity = look();
  ASSERT_EQ(activity.processes.size(), 1U);
  EXPECT_EQ(activity.processes.front().pid, 10U);
  EXPECT_FALSE(activity.quota);
  EXPECT_EQ(activity.at.time_since_epoch(), milliseconds(9));
}

TEST_F(WithActivityTest, TakesTheLimitOfTheNearestGroupThatHasOne) {
  machine_.procfs.files["10/cgroup"] = "0::/pod/app/init\n";
  machine_.cgroups.files["pod/app/init/cpu.stat"] = "usage_usec 1\n";
  machine_.cgroups.files["pod/app/cpu.stat"] = "nr_periods 8\nnr_throttled 6\n";
  machine_.cgroups.files["pod/app/cpu.max"] = "10000 100000\n";
  machine_.cgroups.files["pod/cpu.stat"] = "nr_periods 80\nnr_throttled 1\n";
  const auto quota = look().quota;
  ASSERT_TRUE(quota);
  EXPECT_EQ(quota->cgroup, "/pod/app");
  EXPECT_EQ(quota->throttled, 6U);
  EXPECT_DOUBLE_EQ(quota->processors, 0.1);
}

TEST_F(WithActivityTest, ReadsVersion1WhereItIsMounted) {
  machine_.procfs.files["10/cgroup"] = "4:cpu:/docker/app\n0::/\n";
  machine_.procfs.files["self/mountinfo"] = "1 2 0:3 /docker /cpu rw - cgroup cgroup rw,cpu\n";
  machine_.procfs.files["self/root/cpu/app/cpu.stat"] = "nr_periods 8\nnr_throttled 6\n";
  machine_.procfs.files["self/root/cpu/app/cpu.cfs_quota_us"] = "50000\n";
  machine_.procfs.files["self/root/cpu/app/cpu.cfs_period_us"] = "100000\n";
  const auto quota = look().quota;
  ASSERT_TRUE(quota);
  EXPECT_EQ(quota->periods, 8U);
  EXPECT_DOUBLE_EQ(quota->processors, 0.5);
}

}  // namespace
}  // namespace sockq
