#include "exporters/families.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <new>
#include <set>
#include <sstream>

#include "tests/support/allocations.h"

namespace sockq {
namespace {

using testing::HasSubstr;
using testing::Not;

const CollectorNames kAll = {"listeners", "unix", "waits",    "connections", "owners",
                             "netstat",   "snmp", "sockstat", "sysctl",      "process"};

Listener listener(const std::string& address, std::optional<std::uint64_t> drops) {
  Listener result;
  result.address = address;
  result.local.port = 80;
  result.sockets = 2;
  result.queue_length = 8;
  result.queue_limit = 1022;
  result.fullest_ratio = 0.5;
  result.drops = drops;
  return result;
}

Snapshot full_snapshot() {
  Snapshot snapshot;
  snapshot.namespaces.emplace_back();
  snapshot.time = std::chrono::system_clock::time_point(std::chrono::milliseconds(1500));
  snapshot.namespaces.front().listeners = {listener("0.0.0.0:80", 7),
                                           listener("[::]:80", std::nullopt)};
  snapshot.namespaces.front().values.fill(12);
  snapshot.process = ProcessStats{.cpu_seconds = 1.5};
  snapshot.health = {{"listeners", std::chrono::milliseconds(2), std::nullopt},
                     {"snmp", std::chrono::milliseconds(1), Error{5, "cannot read", "x", ""}}};
  snapshot.lanes = {{"fast", 10, 1}};
  return snapshot;
}

std::string text_of(const Snapshot& snapshot, const CollectorNames& wanted = kAll) {
  return exposition_text(make_families(snapshot, wanted));
}

TEST(Exposition, IsWholeOrNoneWhereMemoryEnds) {
  if (!allocations_so_far()) GTEST_SKIP() << "a sanitizer owns operator new";
  const Families families = make_families(full_snapshot(), kAll);
  const std::string whole = exposition_text(families);
  bool memory_ended = true;
  for (std::uint64_t spared = 0; memory_ended; ++spared) {
    ASSERT_LT(spared, 100'000U);
    std::optional<std::string> text;
    try {
      const NoMemory ends(spared);
      text = exposition_text(families);
    } catch (const std::bad_alloc&) {
    }
    memory_ended = !text;
    EXPECT_TRUE(!text || *text == whole) << text->size() << " bytes after " << spared;
  }
}

TEST(MakeFamilies, ListenersHaveTheirSeries) {
  const std::string text = text_of(full_snapshot());
  for (const char* line :
       {"sockq_listener_accept_queue_length{protocol=\"tcp\",listener=\"0.0.0.0:80\"} 8\n",
        "sockq_listener_accept_queue_limit{protocol=\"tcp\",listener=\"[::]:80\"} 1022\n",
        "sockq_listener_drops_total{protocol=\"tcp\",listener=\"0.0.0.0:80\"} 7\n",
        "sockq_listener_sockets{protocol=\"tcp\",listener=\"0.0.0.0:80\"} 2\n",
        "sockq_listener_fullest_socket_ratio{protocol=\"tcp\",listener=\"0.0.0.0:80\"} 0.5\n",
        "sockq_listener_info{protocol=\"tcp\",listener=\"[::]:80\",port=\"80\"} 1\n"})
    EXPECT_THAT(text, HasSubstr(line));
}

TEST(MakeFamilies, WhatManyLooksTellIsThereWhereThereWereMany) {
  Snapshot snapshot = full_snapshot();
  EXPECT_THAT(text_of(snapshot), Not(HasSubstr("sockq_listener_accept_queue_peak")));
  ListenerHistory& history = snapshot.namespaces.front().listeners->front().history.emplace();
  history.peak = 9;
  history.full_time = std::chrono::milliseconds(250);
  history.overflows = 4;
  history.fill.observe(0, 3);
  history.fill.observe(0.6);
  history.fill.observe(1);
  snapshot.namespaces.front().listener_totals = ListenerTotals{1, 2, 3, 4};
  const std::string text = text_of(snapshot);
  const std::string labels = "protocol=\"tcp\",listener=\"0.0.0.0:80\"";
  for (const std::string& line :
       {"peak{" + labels + "} 9\n", "full_seconds_total{" + labels + "} 0.25\n",
        "overflows_total{" + labels + "} 4\n", "fill_ratio_count{" + labels + "} 5\n",
        "fill_ratio_sum{" + labels + "} 1.6\n", "fill_ratio_bucket{" + labels + ",le=\"0\"} 3\n",
        "fill_ratio_bucket{" + labels + ",le=\"0.9\"} 4\n",
        "fill_ratio_bucket{" + labels + ",le=\"1\"} 5\n",
        "fill_ratio_bucket{" + labels + ",le=\"+Inf\"} 5\n",
        std::string("left_out{reason=\"excluded\"} 1\n"),
        std::string("left_out{reason=\"max\"} 2\n"), std::string("shared_total 3\n"),
        std::string("unattributed_total 4\n")})
    EXPECT_THAT(text, HasSubstr(line));
}

TEST(MakeFamilies, ConnectionsOfAListenerAreThereWhereTheyAreKnown) {
  Snapshot snapshot = full_snapshot();
  EXPECT_THAT(text_of(snapshot), Not(HasSubstr("sockq_listener_connections")));
  ConnectionGroup& connections =
      snapshot.namespaces.front().listeners->front().connections.emplace();
  connections.by_state[1] = 5;
  connections.by_state[3] = 2;
  connections.receive_queue = 10;
  connections.send_queue = 20;
  connections.send_windows_closed = 3;
  connections.receive_fill.observe(0.3);
  connections.counters.receive_window_limited = std::chrono::milliseconds(2500);
  snapshot.namespaces.front().sweep.emplace().totals = {9, std::chrono::seconds(7), 0.5};
  const std::string text = text_of(snapshot);
  const std::string labels = "protocol=\"tcp\",listener=\"0.0.0.0:80\"";
  for (const std::string& line :
       {"listener_connections{" + labels + ",state=\"established\"} 5\n",
        "listener_connections{" + labels + ",state=\"close_wait\"} 0\n",
        "syn_queue_length{" + labels + "} 2\n", "send_zero_window_connections{" + labels + "} 3\n",
        "receive_queue_bytes{" + labels + "} 10\n", "send_queue_bytes{" + labels + "} 20\n",
        "receive_window_limited_seconds_total{" + labels + "} 2.5\n",
        "receive_buffer_fill_ratio_sum{" + labels + "} 0.3\n", std::string("sockq_connections 9\n"),
        std::string("sockq_connections_sweep_interval_seconds 7\n"),
        std::string("sockq_connections_counters_followed_ratio 0.5\n")})
    EXPECT_THAT(text, HasSubstr(line));
  EXPECT_THAT(text, Not(HasSubstr("receive_zero_window"))) << "the kernel did not say";
  EXPECT_THAT(text, Not(HasSubstr("send_buffer_fill_ratio"))) << "nothing was observed";
}

TEST(MakeFamilies, PeersAndTheFullestConnections) {
  Snapshot snapshot = full_snapshot();
  ConnectionSweep& sweep = snapshot.namespaces.front().sweep.emplace();
  sweep.peers.emplace_back().endpoint.port = 5432;
  sweep.peers.back().connections.by_state[2] = 4;
  sweep.other_peers.send_queue = 6;
  sweep.largest_send_queues.resize(2);
  sweep.largest_send_queues[0].send_queue = 900;
  sweep.largest_send_queues[1].send_queue = 800;
  const std::string text = text_of(snapshot);
  for (const char* line : {"sockq_peer_connections{peer=\"0.0.0.0:5432\",state=\"syn_sent\"} 4\n",
                           "sockq_peer_send_queue_bytes{peer=\"other\"} 6\n",
                           "sockq_largest_send_queue_bytes{rank=\"1\"} 900\n",
                           "sockq_largest_send_queue_bytes{rank=\"2\"} 800\n"})
    EXPECT_THAT(text, HasSubstr(line));
  EXPECT_THAT(text, Not(HasSubstr("largest_receive"))) << "no connection has unread bytes";
}

TEST(MakeFamilies, TheOldestWaitIsThereWhereItIsKnown) {
  Snapshot snapshot = full_snapshot();
  EXPECT_THAT(text_of(snapshot), Not(HasSubstr("oldest_wait")));
  snapshot.namespaces.front().listeners->front().oldest_wait = std::chrono::milliseconds(1500);
  EXPECT_THAT(text_of(snapshot),
              HasSubstr("oldest_wait_seconds{protocol=\"tcp\",listener=\"0.0.0.0:80\"} 1.5\n"));
}

/// The lines of `text` with `part` in them.
std::vector<std::string> lines_with(const std::string& part, const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);)
    if (line.find(part) != std::string::npos) lines.push_back(line);
  return lines;
}

TEST(MakeFamilies, UnixListenersHaveNoPortDropsOrOverflows) {
  Snapshot snapshot = full_snapshot();
  Listener& added =
      snapshot.namespaces.front().listeners->emplace_back(listener("/run/a\\x0a", std::nullopt));
  added.protocol = Protocol::unix_socket;
  added.history.emplace().peak = 9;
  const std::string labels = R"({protocol="unix",listener="/run/a\\x0a")";
  const std::string text = text_of(snapshot);
  EXPECT_THAT(text, HasSubstr("sockq_listener_accept_queue_length" + labels + "} 8\n"));
  EXPECT_THAT(text, HasSubstr("sockq_listener_accept_queue_peak" + labels + "} 9\n"));
  EXPECT_THAT(text, HasSubstr("sockq_listener_info" + labels + "} 1\n"));
  EXPECT_THAT(lines_with("protocol=\"unix\"", text), Not(testing::Contains(HasSubstr("drops"))));
  EXPECT_THAT(lines_with("protocol=\"unix\"", text),
              Not(testing::Contains(HasSubstr("overflows"))));
}

TEST(MakeFamilies, TheCollectorsChooseTheKindsOfListeners) {
  Snapshot snapshot = full_snapshot();
  snapshot.namespaces.front().listeners->emplace_back(listener("/a", 1)).protocol =
      Protocol::unix_socket;
  snapshot.namespaces.front().listeners->emplace_back(listener("1.2.3.4:5", 1)).protocol =
      Protocol::mptcp;
  const std::string unix_only = text_of(snapshot, {"unix"});
  EXPECT_THAT(unix_only, HasSubstr("sockets{protocol=\"unix\""));
  EXPECT_THAT(unix_only, Not(HasSubstr("tcp\"")));
  const std::string inet_only = text_of(snapshot, {"listeners"});
  EXPECT_THAT(inet_only, HasSubstr("sockets{protocol=\"tcp\""));
  EXPECT_THAT(inet_only, HasSubstr("sockets{protocol=\"mptcp\""));
  EXPECT_THAT(inet_only, Not(HasSubstr("protocol=\"unix\"")));
}

TEST(MakeFamilies, OverflowsOfListenersAreAbsentWithoutTheCounter) {
  Snapshot snapshot = full_snapshot();
  snapshot.namespaces.front().listeners->front().history.emplace();
  snapshot.namespaces.front().values.fill(std::nullopt);
  EXPECT_THAT(text_of(snapshot), Not(HasSubstr("overflows")));
}

TEST(MakeFamilies, DropsThatAreNotKnownHaveNoSeries) {
  EXPECT_THAT(text_of(full_snapshot()),
              Not(HasSubstr("sockq_listener_drops_total{protocol=\"tcp\",listener=\"[::]:80\"}")));
}

TEST(MakeFamilies, ValuesAreInBaseUnits) {
  Snapshot snapshot = full_snapshot();
  snapshot.namespaces.front().values[kernel_value_row("memory_pressure_seconds_total")] = 2500;
  snapshot.namespaces.front().values[kernel_value_row("tcp_memory_bytes")] = 2;
  const std::string text = text_of(snapshot);
  EXPECT_THAT(text, HasSubstr("\nsockq_memory_pressure_seconds_total 2.5\n"));
  EXPECT_THAT(text, HasSubstr("\nsockq_tcp_memory_bytes 8192\n"));
  EXPECT_THAT(text, HasSubstr("\nsockq_tcp_sockets_in_use{family=\"ipv6\"} 12\n"));
}

TEST(MakeFamilies, HealthLanesAndBuildAreAlwaysThere) {
  const std::string text = text_of(full_snapshot(), {"netstat"});
  for (const char* line :
       {"sockq_scrape_collector_success{collector=\"listeners\"} 1\n",
        "sockq_scrape_collector_success{collector=\"snmp\"} 0\n",
        "sockq_scrape_collector_duration_seconds{collector=\"snmp\"} 0.001\n",
        "sockq_samples_total{lane=\"fast\"} 10\n", "sockq_samples_missed_total{lane=\"fast\"} 1\n",
        "sockq_snapshot_timestamp_seconds 1.5\n", "sockq_build_info{version="})
    EXPECT_THAT(text, HasSubstr(line));
  EXPECT_THAT(text, Not(HasSubstr("sockq_listener_sockets{")));
  EXPECT_THAT(text, Not(HasSubstr("sockq_tcp_passive_opens_total")));
  EXPECT_THAT(text, HasSubstr("sockq_listen_overflows_total 12\n"));
}

TEST(MakeFamilies, WhatCouldNotBeReadIsAbsentNotZero) {
  Snapshot snapshot;
  snapshot.namespaces.emplace_back();
  const std::string text = text_of(snapshot);
  EXPECT_THAT(text, Not(HasSubstr("sockq_listen_overflows_total")));
  EXPECT_THAT(text, Not(HasSubstr("sockq_listener_")));
  EXPECT_THAT(text, Not(HasSubstr("process_")));
}

TEST(MakeFamilies, NamesAppearOnceAndFollowTheConventions) {
  std::set<std::string> names;
  for (const auto& family : make_families(full_snapshot(), kAll)) {
    EXPECT_TRUE(names.insert(family.name).second) << family.name;
    EXPECT_FALSE(family.help.empty()) << family.name;
    EXPECT_EQ(family.name.ends_with("_total"), family.type == prometheus::MetricType::Counter)
        << family.name;
  }
}

TEST(MakeFamilies, SeriesOfSeveralNamespacesNameThemInOneFamily) {
  Snapshot snapshot = full_snapshot();
  snapshot.namespaces.front().netns = "host";
  NamespaceView& other = snapshot.namespaces.emplace_back();
  other.netns = "web\xff";
  other.listeners = {listener("0.0.0.0:80", 9)};
  const std::string text = text_of(snapshot);
  for (const char* line :
       {"sockq_listener_drops_total{netns=\"host\",protocol=\"tcp\",listener=\"0.0.0.0:80\"} 7\n",
        "sockq_listener_drops_total{netns=\"web\xEF\xBF\xBD\",protocol=\"tcp\",listener=\"0.0.0.0:"
        "80\"} "
        "9\n",
        "sockq_listen_overflows_total{netns=\"host\"} 12\n", "process_cpu_seconds_total 1.5\n"})
    EXPECT_THAT(text, HasSubstr(line));
  const std::string type = "# TYPE sockq_listener_drops_total ";
  EXPECT_EQ(text.find(type), text.rfind(type));
}

TEST(MakeFamilies, HostileListenerNamesAreEscaped) {
  Snapshot snapshot;
  snapshot.namespaces.emplace_back();
  snapshot.namespaces.front().listeners = {listener("a\"b\\c\nd", 1)};
  EXPECT_THAT(text_of(snapshot), HasSubstr("listener=\"a\\\"b\\\\c\\nd\""));
}

Snapshot owned_snapshot(const Owner& owner) {
  Snapshot snapshot;
  snapshot.namespaces.emplace_back();
  snapshot.namespaces.front().listeners = {listener("0.0.0.0:80", 1)};
  snapshot.namespaces.front().listeners->front().owner = std::make_shared<const Owner>(owner);
  return snapshot;
}

TEST(MakeFamilies, OfAnOwnerWhatIsKnownIsALabel) {
  const Snapshot some = owned_snapshot({.process = "nginx", .processes = 3, .unit = "n.service"});
  EXPECT_THAT(text_of(some),
              HasSubstr("sockq_listener_info{protocol=\"tcp\",listener=\"0.0.0.0:80\",port=\"80\","
                        "process=\"nginx\",unit=\"n.service\"} 1\n"));
  EXPECT_THAT(text_of(some), HasSubstr("sockq_listener_processes{protocol=\"tcp\",listener="
                                       "\"0.0.0.0:80\"} 3\n"));
  const Snapshot cgroup_only =
      owned_snapshot({.cgroup = "/a", .pod = "web-0", .pod_namespace = "x"});
  EXPECT_THAT(text_of(cgroup_only),
              HasSubstr("port=\"80\",cgroup=\"/a\",pod=\"web-0\",namespace=\"x\"} 1\n"));
  EXPECT_THAT(text_of(cgroup_only), Not(HasSubstr("sockq_listener_processes")));
}

TEST(MakeFamilies, HostileProcessNamesBecomeValidText) {
  const Snapshot snapshot = owned_snapshot({.process = "a\"b\\ \n\xff\xc3\x28"});
  EXPECT_THAT(text_of(snapshot), HasSubstr("process=\"a\\\"b\\\\ \\n\xEF\xBF\xBD\xEF\xBF\xBD(\""));
}

}  // namespace
}  // namespace sockq
