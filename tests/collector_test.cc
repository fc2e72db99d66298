#include "collectors/collector.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/netlink.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "tests/support/fake_env.h"
#include "tests/support/netlink_bytes.h"

namespace sockq {
namespace {

Sample sample_of(const FakeMachine& machine) {
  Workbench bench(machine.env());
  Sample sample;
  take_sample(bench, every_collector(), sample);
  return sample;
}

std::vector<std::string> failed(const Sample& sample) {
  std::vector<std::string> names;
  for (const CollectorHealth& health : sample.health)
    if (health.error) names.emplace_back(health.collector);
  return names;
}

TEST(TakeSample, AHealthyMachineGivesEverything) {
  const FakeMachine machine;
  const Sample sample = sample_of(machine);
  EXPECT_THAT(failed(sample), testing::IsEmpty());
  ASSERT_EQ(sample.sockets.size(), 1U);
  EXPECT_EQ(sample.values[kernel_value_row("listen_overflows_total")], 22);
  EXPECT_EQ(sample.values[kernel_value_row("tcp_passive_opens_total")], 55);
  EXPECT_EQ(sample.values[kernel_value_row("sysctl_net_core_somaxconn")], 4096);
  ASSERT_TRUE(sample.owners);
  ASSERT_EQ(sample.owners->size(), 1U);
  EXPECT_EQ(sample.owners->begin()->second->process, "web");
  EXPECT_EQ(sample.owners->begin()->second->unit, "web.service");
  ASSERT_TRUE(sample.process);
  EXPECT_EQ(sample.process->open_fds, 3U);
  EXPECT_EQ(sample.process->max_fds, 1024U);
}

TEST(TakeSample, ANamespaceThatCannotBeReadLeavesTheOthersTheirOwners) {
  const FakeMachine here;
  FakeMachine there;
  there.netlink.answers = {{error_message(EPERM)}};
  Workbench one(here.env());
  Workbench other(there.env());
  Workbench bench(here.env());
  bench.owned_namespaces = {{1, &one}, {2, &other}};
  Collectors owners = every_collector();
  std::erase_if(owners, [](const Collector* collector) { return collector->name != "owners"; });
  Sample sample;
  take_sample(bench, owners, sample);
  EXPECT_THAT(failed(sample), testing::ElementsAre("owners"));
  ASSERT_TRUE(bench.active_owners[1]);
  EXPECT_EQ(bench.active_owners[1]->size(), 1U);
}

struct Fault {
  const char* name;
  void (*inflict)(FakeMachine&);
  const char* collector;
  const char* said;  ///< a part of the error's line
};

/// What fails beside the collector named: all of these ask sock_diag.
bool shares_its_source(std::string_view failed, std::string_view named) {
  return named == "listeners" &&
         (failed == "connections" || failed == "unix" || failed == "waits" || failed == "owners");
}

class SampleFaults : public testing::TestWithParam<Fault> {};

TEST_P(SampleFaults, StopOneCollectorAndNoOther) {
  FakeMachine machine;
  GetParam().inflict(machine);
  const Sample sample = sample_of(machine);
  std::vector<std::string> names = failed(sample);
  std::erase_if(names,
                [](const auto& name) { return shares_its_source(name, GetParam().collector); });
  EXPECT_THAT(names, testing::ElementsAre(GetParam().collector));
  for (const CollectorHealth& health : sample.health)
    if (health.error) {
      EXPECT_THAT(health.error->line(), testing::HasSubstr(GetParam().said));
    }
}

INSTANTIATE_TEST_SUITE_P(
    Machine, SampleFaults,
    testing::Values(
        Fault{"NetstatMissing", [](FakeMachine& m) { m.procfs.files.erase("net/netstat"); },
              "netstat", "/fake/net/netstat: cannot read: No such file"},
        Fault{"NetstatCutShort",
              [](FakeMachine& m) { m.procfs.files["net/netstat"] = "TcpExt: A B\nTcpExt: 1"; },
              "netstat", "/fake/net/netstat: 'TcpExt: A B"},
        Fault{"NetstatGarbled",
              [](FakeMachine& m) { m.procfs.files["net/netstat"] = "\x7f\xff\n"; }, "netstat",
              "/fake/net/netstat"},
        Fault{"SnmpForbidden", [](FakeMachine& m) { m.procfs.files["net/snmp"] = EACCES; }, "snmp",
              "Permission denied"},
        Fault{"SockstatMissing", [](FakeMachine& m) { m.procfs.files.erase("net/sockstat"); },
              "sockstat", "/fake/net/sockstat"},
        Fault{"SomaxconnMissing",
              [](FakeMachine& m) { m.procfs.files.erase("sys/net/core/somaxconn"); }, "sysctl",
              "somaxconn"},
        Fault{"SysctlGarbled",
              [](FakeMachine& m) { m.procfs.files["sys/net/ipv4/tcp_rmem"] = "many\n"; }, "sysctl",
              "/fake/sys/net/ipv4/tcp_rmem: 'many'"},
        Fault{"NoProcessList", [](FakeMachine& m) { m.procfs.trees.clear(); }, "owners",
              "/fake/: cannot read"},
        Fault{"NoDescriptorList", [](FakeMachine& m) { m.procfs.lists.clear(); }, "process",
              "/fake/self/fd"},
        Fault{"NoDiagModule", [](FakeMachine& m) { m.netlink.answers = {{error_message(ENOENT)}}; },
              "listeners", "modprobe tcp_diag"},
        Fault{"NoUnixDiagModule",
              [](FakeMachine& m) { m.netlink.unix_answer = {error_message(ENOENT)}; }, "unix",
              "modprobe unix_diag"},
        Fault{"UnixGarbled",
              [](FakeMachine& m) {
                m.netlink.unix_answer = {listen_message({}), done_message()};
              },
              "unix", "dump failed: Bad message"},
        Fault{"NoMemory", [](FakeMachine& m) { m.netlink.memory_ends = true; }, "listeners",
              "Cannot allocate memory; raise --max-memory"},
        Fault{"NoMoreDescriptors", [](FakeMachine& m) { m.procfs.files["net/snmp"] = EMFILE; },
              "snmp", "Too many open files"},
        Fault{"NoNetlink", [](FakeMachine& m) { m.netlink.open_error = EAFNOSUPPORT; }, "listeners",
              "cannot open"}),
    [](const auto& test) { return test.param.name; });

TEST(TakeSample, WhatFailedForLackOfMemoryIsAbsentAndComesBack) {
  FakeMachine machine;
  Workbench bench(machine.env());
  Sample sample;
  machine.netlink.memory_ends = true;
  take_sample(bench, every_collector(), sample);
  EXPECT_FALSE(sample.has_sockets);
  EXPECT_EQ(sample.unix_reading, Reading::absent);
  EXPECT_FALSE(sample.waits);
  EXPECT_FALSE(sample.sweep);
  EXPECT_FALSE(sample.owners);
  machine.netlink.memory_ends = false;
  machine.clock.steady_time += std::chrono::minutes(2);
  take_sample(bench, every_collector(), sample);
  EXPECT_THAT(failed(sample), testing::IsEmpty());
}

TEST(TakeSample, AHostWithoutIpv6OrSomeSysctlsIsHealthy) {
  FakeMachine machine;
  machine.procfs.files.erase("net/sockstat6");
  machine.procfs.files.erase("sys/net/ipv4/tcp_rmem");
  EXPECT_THAT(failed(sample_of(machine)), testing::IsEmpty());
}

TEST(TakeSample, ValuesOfAFailedCollectorAreAbsentNotHalf) {
  FakeMachine machine;
  machine.procfs.files["net/netstat"] = "TcpExt: ListenDrops\nTcpExt: 5\nIpExt: A\nIpExt: x\n";
  const Sample sample = sample_of(machine);
  EXPECT_EQ(sample.values[kernel_value_row("listen_drops_total")], std::nullopt);
}

/// Whether the second look sees a new text of netstat, after `change`.
bool reads_netstat_again(void (*change)(FakeMachine&)) {
  FakeMachine machine;
  Workbench bench(machine.env());
  Sample sample;
  take_sample(bench, every_collector(), sample);
  machine.procfs.files["net/netstat"] = "TcpExt: ListenOverflows\nTcpExt: 99\n";
  change(machine);
  take_sample(bench, every_collector(), sample);
  return sample.values[kernel_value_row("listen_overflows_total")] == 99;
}

TEST(TakeSample, NetstatIsReadAgainWhereADropOrASecondHasCome) {
  EXPECT_FALSE(reads_netstat_again([](FakeMachine&) {}));
  EXPECT_FALSE(reads_netstat_again(
      [](FakeMachine& m) { m.clock.steady_time += std::chrono::milliseconds(999); }));
  EXPECT_TRUE(reads_netstat_again(
      [](FakeMachine& m) { m.clock.steady_time += std::chrono::milliseconds(1000); }));
  EXPECT_TRUE(reads_netstat_again([](FakeMachine& m) {
    m.netlink.answers = {{listen_message({.drops = 1}), done_message()}};
  }));
  EXPECT_TRUE(reads_netstat_again([](FakeMachine& m) { m.netlink.answers = {{done_message()}}; }));
  EXPECT_TRUE(
      reads_netstat_again([](FakeMachine& m) { m.netlink.answers = {{error_message(EPERM)}}; }));
}

/// How often the kernel was asked for unix sockets.
long unix_dumps(const FakeMachine& machine) {
  return std::ranges::count_if(machine.netlink.requests, [](const Bytes& request) {
    return request[sizeof(nlmsghdr)] == std::byte{AF_UNIX};
  });
}

TEST(TakeSample, UnixListenersAreReadInEveryLook) {
  FakeMachine machine;
  machine.netlink.unix_answer = {unix_message({.name = "/a"}), unix_message({.state = 7}),
                                 done_message()};
  Workbench bench(machine.env());
  Sample sample;
  for (int look = 1; look <= 3; ++look) {
    take_sample(bench, every_collector(), sample);
    EXPECT_EQ(sample.unix_reading, Reading::latest);
    ASSERT_EQ(sample.unix_sockets.size(), 1U);
    EXPECT_EQ(sample.unix_sockets[0].name.bytes(), "/a");
    EXPECT_EQ(unix_dumps(machine), look);
  }
}

TEST(TakeSample, UnixListenersAreReadLessOftenWhereThatTakesLong) {
  FakeMachine machine;
  Workbench bench(machine.env());
  bench.unix_look.pace.next = machine.clock.steady_time + std::chrono::seconds(1);
  Sample sample;
  take_sample(bench, every_collector(), sample);
  EXPECT_EQ(sample.unix_reading, Reading::earlier);
  EXPECT_EQ(unix_dumps(machine), 0);
  machine.clock.steady_time += std::chrono::seconds(1);
  take_sample(bench, every_collector(), sample);
  EXPECT_EQ(sample.unix_reading, Reading::latest);
}

TEST(TakeSample, AKernelWithoutUnixDiagIsAskedOnceAMinuteAndFailsMeanwhile) {
  FakeMachine machine;
  machine.netlink.unix_answer = {error_message(ENOENT)};
  Workbench bench(machine.env());
  Sample sample;
  for (int look = 0; look < 3; ++look) {
    take_sample(bench, every_collector(), sample);
    EXPECT_THAT(failed(sample), testing::ElementsAre("unix"));
    EXPECT_EQ(sample.unix_reading, Reading::absent);
  }
  EXPECT_EQ(unix_dumps(machine), 1);
  machine.netlink.unix_answer = {done_message()};
  machine.clock.steady_time += std::chrono::minutes(1);
  take_sample(bench, every_collector(), sample);
  EXPECT_THAT(failed(sample), testing::IsEmpty());
}

TEST(TakeSample, ForgetsTheSampleBefore) {
  FakeMachine machine;
  Workbench bench(machine.env());
  Sample sample;
  take_sample(bench, every_collector(), sample);
  machine.netlink.answers = {{error_message(EPERM)}};
  machine.procfs.files.clear();
  take_sample(bench, every_collector(), sample);
  EXPECT_FALSE(sample.has_sockets);
  EXPECT_TRUE(sample.sockets.empty());
  EXPECT_FALSE(sample.process);
  EXPECT_EQ(sample.values[kernel_value_row("listen_drops_total")], std::nullopt);
}

}  // namespace
}  // namespace sockq
