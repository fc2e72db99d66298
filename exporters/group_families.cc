#include "exporters/group_families.h"

#include <optional>
#include <string>

#include "collectors/base/seconds.h"

namespace sockq {
namespace {

using prometheus::MetricType;

std::optional<double> number(const std::optional<std::uint64_t>& count) {
  return count ? std::optional(static_cast<double>(*count)) : std::nullopt;
}

struct GroupMetric {
  std::string_view name;
  MetricType type;
  std::string_view help;
  std::optional<double> (*value)(const ConnectionGroup&);
};

constexpr GroupMetric kMetrics[] = {
    {"receive_queue_bytes", MetricType::Gauge,
     "Bytes received and not yet read, over its connections (sock_diag idiag_rqueue).",
     [](const ConnectionGroup& group) { return number(group.receive_queue); }},
    {"send_queue_bytes", MetricType::Gauge,
     "Bytes written and not yet acknowledged, over its connections (sock_diag idiag_wqueue).",
     [](const ConnectionGroup& group) { return number(group.send_queue); }},
    {"not_sent_bytes", MetricType::Gauge,
     "Bytes written and not yet sent for the first time, over its connections "
     "(tcpi_notsent_bytes, net/ipv4/tcp.c).",
     [](const ConnectionGroup& group) { return number(group.not_sent); }},
    {"receive_buffer_used_bytes", MetricType::Gauge,
     "Memory in the receive buffers of its connections (SK_MEMINFO rmem_alloc).",
     [](const ConnectionGroup& group) { return number(group.receive_used); }},
    {"receive_buffer_limit_bytes", MetricType::Gauge,
     "Memory the receive buffers of its connections may take (SK_MEMINFO rcvbuf).",
     [](const ConnectionGroup& group) { return number(group.receive_limit); }},
    {"send_buffer_used_bytes", MetricType::Gauge,
     "Memory in the send buffers of its connections (SK_MEMINFO wmem_queued).",
     [](const ConnectionGroup& group) { return number(group.send_used); }},
    {"send_buffer_limit_bytes", MetricType::Gauge,
     "Memory the send buffers of its connections may take (SK_MEMINFO sndbuf).",
     [](const ConnectionGroup& group) { return number(group.send_limit); }},
    {"socket_backlog_bytes", MetricType::Gauge,
     "Memory of packets that arrived while a program held the socket, over its connections; this "
     "is not the listen backlog (SK_MEMINFO backlog).",
     [](const ConnectionGroup& group) { return number(group.socket_backlog); }},
    {"receive_zero_window_connections", MetricType::Gauge,
     "Connections that told their peer to stop: the program here does not read (tcpi_rcv_wnd, "
     "Linux 6.2).",
     [](const ConnectionGroup& group) { return number(group.receive_windows_closed); }},
    {"send_zero_window_connections", MetricType::Gauge,
     "Connections whose peer said to stop: it does not read (tcpi_snd_wnd, Linux 5.4).",
     [](const ConnectionGroup& group) { return number(group.send_windows_closed); }},
    {"retransmitting_connections", MetricType::Gauge,
     "Connections that sent again after a timeout and wait for the answer (tcpi_retransmits).",
     [](const ConnectionGroup& group) { return number(group.retransmitting); }},
    {"receive_window_limited_seconds_total", MetricType::Counter,
     "Time in which a connection had more to send than its peer's receive window took, over its "
     "connections (tcpi_rwnd_limited, net/ipv4/tcp.c).",
     [](const ConnectionGroup& group) -> std::optional<double> {
       return to_seconds(group.counters.receive_window_limited);
     }},
    {"send_buffer_limited_seconds_total", MetricType::Counter,
     "Time in which a connection's own send buffer was too small to keep sending, over its "
     "connections (tcpi_sndbuf_limited, net/ipv4/tcp.c).",
     [](const ConnectionGroup& group) -> std::optional<double> {
       return to_seconds(group.counters.send_buffer_limited);
     }},
    {"retransmitted_segments_total", MetricType::Counter,
     "Segments its connections sent again (tcpi_total_retrans).",
     [](const ConnectionGroup& group) { return number(group.counters.retransmitted); }},
    {"socket_drops_total", MetricType::Counter,
     "Segments discarded at the sockets of its connections (SK_MEMINFO drops).",
     [](const ConnectionGroup& group) { return number(group.counters.drops); }},
};

struct GroupHistogram {
  std::string_view name;
  std::string_view help;
  FillHistogram ConnectionGroup::*fill;
};

constexpr GroupHistogram kHistograms[] = {
    {"receive_buffer_fill_ratio",
     "Its connections by the part of their receive buffer in use, one observation a connection and "
     "sweep (SK_MEMINFO rmem_alloc / rcvbuf).",
     &ConnectionGroup::receive_fill},
    {"send_buffer_fill_ratio",
     "Its connections by the part of their send buffer in use, one observation a connection and "
     "sweep (SK_MEMINFO wmem_queued / sndbuf).",
     &ConnectionGroup::send_fill},
};

void add_states(std::string_view prefix, std::span<const TcpState> states,
                const std::vector<LabelledGroup>& groups, Families& families) {
  auto& family = families.emplace_back(
      make_family(std::string(prefix) + "connections",
                  "Its open connections, those that wait for accept() included (sock_diag).",
                  MetricType::Gauge));
  for (const auto& [labels, connections] : groups)
    for (const TcpState state : states) {
      Labels with_state = labels;
      with_state.emplace_back("state", state_name(state));
      add_series(family, connections.in_state(state), with_state);
    }
}

}  // namespace

void add_group_families(std::string_view prefix, std::span<const TcpState> states,
                        const std::vector<LabelledGroup>& groups, Families& families) {
  add_states(prefix, states, groups, families);
  for (const GroupMetric& metric : kMetrics) {
    auto& family = families.emplace_back(
        make_family(std::string(prefix).append(metric.name), metric.help, metric.type));
    for (const auto& [labels, connections] : groups)
      if (const auto value = metric.value(connections)) add_series(family, *value, labels);
  }
  // Listeners that never had a connection have no histograms: most listeners of most hosts.
  for (const GroupHistogram& histogram : kHistograms) {
    auto& family = families.emplace_back(make_family(std::string(prefix).append(histogram.name),
                                                     histogram.help, MetricType::Histogram));
    for (const auto& [labels, connections] : groups)
      if (const FillHistogram& fill = connections.*histogram.fill; fill.observations() > 0)
        add_histogram(family, fill, labels);
  }
}

}  // namespace sockq
