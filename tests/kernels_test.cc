// What other kernels say, as they said it: recordings made by fixtures/record-kernel, and older
// formats written out from the kernel's sources.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "collectors/collector.h"
#include "collectors/proc/parse.h"
#include "collectors/recording/replay.h"

namespace sockq {
namespace {

std::string fixture(const std::string& name) { return std::string(SOCKQ_FIXTURES "/") + name; }

std::string text_of(const std::string& file) {
  std::ifstream in(file);
  EXPECT_TRUE(in) << file;
  return {std::istreambuf_iterator<char>(in), {}};
}

std::int64_t value_of(const Sample& sample, std::string_view metric) {
  return sample.values[kernel_value_row(metric)].value_or(-1);
}

class RecordedKernel : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    auto replay = Replay::open(fixture(std::string("kernels/") + GetParam()));
    ASSERT_TRUE(replay.ok()) << replay.error().line();
    Collectors chosen = every_collector();
    std::erase_if(chosen, [](const Collector* collector) {
      // not recorded
      return collector->name == "process" || collector->name == "connections" ||
             collector->name == "waits" || collector->name == "owners";
    });
    Workbench bench(replay.value()->env());
    take_sample(bench, chosen, sample_);
  }

  Sample sample_;
};

TEST_P(RecordedKernel, EveryCollectorReadsIt) {
  for (const CollectorHealth& health : sample_.health)
    EXPECT_FALSE(health.error) << health.collector << ": " << health.error->line();
}

// The scene that was recorded: 8080 has a backlog of 7 and never accepts, 8081 is [::], 8082 has
// two sockets, 8083 is MPTCP's; nothing but 8080 drops anything.
TEST_P(RecordedKernel, ItsListenersAreThoseOfTheScene) {
  const auto listeners = fold_listeners(sample_.sockets);
  ASSERT_EQ(listeners.size(), 4U);
  EXPECT_EQ(listeners[0].address, "127.0.0.1:8080");
  EXPECT_EQ(listeners[0].queue_length, 8U);
  EXPECT_EQ(listeners[0].queue_limit, 7U);
  EXPECT_TRUE(listeners[0].full);
  EXPECT_EQ(listeners[1].address, "[::]:8081");
  EXPECT_EQ(listeners[1].queue_limit, 511U);
  EXPECT_EQ(listeners[2].address, "127.0.0.1:8082");
  EXPECT_EQ(listeners[2].sockets, 2U);
  EXPECT_EQ(listeners[2].queue_limit, 1022U);
  EXPECT_EQ(listeners[3].address, "127.0.0.1:8083");
  for (const Listener& listener : listeners)
    EXPECT_EQ(listener.protocol == Protocol::mptcp, listener.local.port == 8083);
  EXPECT_EQ(listeners[3].queue_length, 1U);
  EXPECT_EQ(listeners[3].queue_limit, 5U);
  for (const ListenSocket& socket : sample_.sockets) {
    EXPECT_TRUE(socket.drops);
    EXPECT_NE(socket.cookie, 0U);
    EXPECT_NE(socket.cgroup_id, 0U);
  }
}

TEST_P(RecordedKernel, ItsUnixListenersAreThoseOfTheScene) {
  const auto listeners = fold_listeners(sample_.unix_sockets);
  ASSERT_EQ(listeners.size(), 2U);
  EXPECT_EQ(listeners[0].address, "/run/app.sock");
  EXPECT_EQ(listeners[0].queue_length, 4U);
  EXPECT_EQ(listeners[0].queue_limit, 3U);
  EXPECT_TRUE(listeners[0].full);
  EXPECT_EQ(listeners[1].address, "@scene");
  EXPECT_EQ(listeners[1].queue_limit, 9U);
}

TEST_P(RecordedKernel, ItsCountersAgreeWithItsDrops) {
  const auto drops = fold_listeners(sample_.sockets)[0].drops;
  EXPECT_GT(value_of(sample_, "listen_overflows_total"), 0);
  EXPECT_EQ(value_of(sample_, "listen_overflows_total"), drops);
  EXPECT_EQ(value_of(sample_, "listen_drops_total"), drops);
  EXPECT_EQ(value_of(sample_, "sysctl_net_core_somaxconn"), 4096);
}

TEST_P(RecordedKernel, ItHasEveryValueOfTheTable) {
  const auto table = kernel_value_table();
  for (std::size_t row = 0; row < table.size(); ++row)
    EXPECT_TRUE(sample_.values[row]) << table[row].metric;
}

INSTANTIATE_TEST_SUITE_P(Debian12, RecordedKernel, testing::Values("linux-6.1", "linux-6.12"),
                         [](const auto& test) {
                           std::string name = test.param;
                           std::ranges::replace_if(
                               name, [](char letter) { return letter == '-' || letter == '.'; },
                               '_');
                           return name;
                         });

TEST(OlderKernel, Linux2632HasFewerColumns) {
  KernelValues values;
  const auto result =
      parse_counters(text_of(fixture("text/netstat-2.6.32")), Source::netstat, values);
  ASSERT_TRUE(result.ok()) << result.error().line();
  EXPECT_EQ(values[kernel_value_row("listen_overflows_total")], 3);
  EXPECT_EQ(values[kernel_value_row("listen_drops_total")], 4);
  EXPECT_EQ(values[kernel_value_row("socket_backlog_drops_total")], std::nullopt);
  EXPECT_EQ(values[kernel_value_row("zero_window_entered_total")], std::nullopt);
}

TEST(OlderKernel, Linux310LacksMigrationAndPressureTime) {
  KernelValues values;
  const auto result =
      parse_counters(text_of(fixture("text/netstat-3.10")), Source::netstat, values);
  ASSERT_TRUE(result.ok()) << result.error().line();
  EXPECT_EQ(values[kernel_value_row("listen_overflows_total")], 21);
  EXPECT_EQ(values[kernel_value_row("socket_backlog_drops_total")], 5);
  EXPECT_EQ(values[kernel_value_row("migrated_requests_total")], std::nullopt);
  EXPECT_EQ(values[kernel_value_row("congestion_marked_packets_total")], std::nullopt);
}

}  // namespace
}  // namespace sockq
