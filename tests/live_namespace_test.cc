#include <fcntl.h>
#include <gtest/gtest.h>

#include <thread>

#include "agent/health_sum.h"
#include "collectors/base/system_clock.h"
#include "collectors/collector.h"
#include "collectors/diag/mnl_netlink.h"
#include "collectors/netns/network_namespace.h"
#include "collectors/proc/procfs.h"
#include "tests/support/other_namespace.h"
#include "tests/support/own_namespace.h"

namespace sockq {
namespace {

class Machine {
 public:
  [[nodiscard]] Env env() const { return {procfs_, netlink_, clock_, procfs_}; }

 private:
  MountedProcFs procfs_{"/proc"};
  MnlNetlink netlink_;
  SystemClock clock_;
};

std::uint64_t own_inode() { return MountedProcFs("/proc").inode("thread-self/ns/net").value(); }

TEST(LiveNamespace, SeveralThreadsLookIntoSeveralNamespacesAndStayInTheirs) {
  SOCKQ_IN_OWN_NAMESPACE([] {
    const Machine machine;
    OtherNamespace first(1, 7, 1001);
    OtherNamespace second(1, 8, 1002);
    ASSERT_NE(first.open.inode, second.open.inode);
    NamespaceThread helper("/proc/thread-self/ns/net");
    const NetworkNamespace one("one", first.open.inode, std::move(first.open.nsfs), helper,
                               machine.env());
    const NetworkNamespace two("two", second.open.inode, std::move(second.open.nsfs), helper,
                               machine.env());
    const std::uint64_t own = own_inode();
    const auto look = [&](const NetworkNamespace& netns, std::uint32_t backlog, int somaxconn) {
      Workbench bench(netns.env());
      Sample sample;
      for (int round = 0; round < 50; ++round) {
        take_sample(bench, of_scope(every_collector(), Scope::netns), sample);
        for (const CollectorHealth& health : sample.health)
          EXPECT_FALSE(health.error) << health.error->line();
        ASSERT_EQ(sample.sockets.size(), 1U);
        EXPECT_EQ(sample.sockets.front().queue_limit, backlog);
        EXPECT_EQ(sample.values[kernel_value_row("sysctl_net_core_somaxconn")], somaxconn);
      }
      EXPECT_EQ(own_inode(), own);
    };
    std::thread beside([&] { look(one, 7, 1001); });
    look(two, 8, 1002);
    beside.join();
  });
}

TEST(LiveNamespace, ItsCountersAreItsOwn) {
  SOCKQ_IN_OWN_NAMESPACE([] {
    const Machine machine;
    OtherNamespace other(1, 7, 1001);
    NamespaceThread helper("/proc/thread-self/ns/net");
    const NetworkNamespace netns("one", other.open.inode, std::move(other.open.nsfs), helper,
                                 machine.env());
    std::string buffer;
    const auto text = netns.env().procfs.read("net/sockstat", buffer);
    ASSERT_TRUE(text.ok());
    EXPECT_NE(text.value().find("TCP: inuse 1 "), std::string_view::npos) << text.value();
  });
}

TEST(LiveNamespace, WhatIsNoneIsNotEntered) {
  const UniqueFd file(::open("/proc/self/ns/uts", O_RDONLY | O_CLOEXEC));
  NamespaceThread helper("/proc/thread-self/ns/net");
  bool ran = false;
  EXPECT_FALSE(helper.visit(file.get(), [&] { ran = true; }).ok());
  EXPECT_FALSE(ran);
  EXPECT_EQ(open_namespace("/proc/self/ns/uts").error().code, EINVAL);
  EXPECT_EQ(open_namespace("/proc/self/comm").error().code, EINVAL);
  EXPECT_EQ(open_namespace("/run/netns/no such").error().code, ENOENT);
}

TEST(HealthSum, OneFailureIsNotHiddenByOthers) {
  using std::chrono::milliseconds;
  const Error broken{5, "cannot read", "x", ""};
  const std::vector<NamespaceHealth> namespaces{
      {"one", {{"snmp", milliseconds(1), {}}, {"unix", milliseconds(1), {}}}},
      {"two", {{"snmp", milliseconds(2), broken}}},
      {"three", {{"snmp", milliseconds(4), broken}}},
  };
  const auto sum = sum_health(namespaces);
  ASSERT_EQ(sum.size(), 2U);
  EXPECT_EQ(sum[0].collector, "snmp");
  EXPECT_EQ(sum[0].duration, milliseconds(7));
  ASSERT_TRUE(sum[0].error);
  EXPECT_EQ(sum[0].error->where, "two: x (and in 1 more network namespaces)");
  EXPECT_FALSE(sum[1].error);
}

TEST(HealthSum, OfOneIsAsItWas) {
  const std::vector<NamespaceHealth> one{{"", {{"snmp", {}, Error{5, "cannot", "x", ""}, "n"}}}};
  const auto sum = sum_health(one);
  ASSERT_EQ(sum.size(), 1U);
  EXPECT_EQ(sum[0].error->where, "x");
  EXPECT_EQ(sum[0].note, "n");
}

}  // namespace
}  // namespace sockq
