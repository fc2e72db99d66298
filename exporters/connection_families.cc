#include "exporters/families.h"
#include "exporters/family.h"
#include "exporters/listener_labels.h"

namespace sockq {
namespace {

constexpr auto kGauge = prometheus::MetricType::Gauge;
constexpr auto kHistogram = prometheus::MetricType::Histogram;

/// Those a connection of a listener can be in, as long as somebody holds it.
constexpr TcpState kStates[] = {TcpState::established, TcpState::fin_wait1, TcpState::fin_wait2,
                                TcpState::close_wait,  TcpState::last_ack,  TcpState::closing};

struct ConnectionMetric {
  std::string_view name;
  std::string_view help;
  double (*value)(const ListenerConnections&);
};

constexpr ConnectionMetric kMetrics[] = {
    {"listener_syn_queue_length",
     "Request sockets: handshakes the listener has answered and the client has not completed "
     "(sock_diag SYN_RECV, net/ipv4/inet_diag.c).",
     [](const ListenerConnections& connections) {
       return static_cast<double>(connections.in_state(TcpState::syn_recv));
     }},
    {"listener_accept_queue_oldest_wait_seconds",
     "Age of the oldest connection that waits for accept(); 0 where none waits (inode 0 and "
     "tcpi_last_data_sent, net/ipv4/tcp.c).",
     [](const ListenerConnections& connections) {
       const auto oldest = connections.oldest_wait.value_or(std::chrono::milliseconds(0));
       return std::chrono::duration<double>(oldest).count();
     }},
    {"listener_receive_queue_bytes",
     "Bytes received and not yet read, over the listener's connections (sock_diag idiag_rqueue).",
     [](const ListenerConnections& connections) {
       return static_cast<double>(connections.receive_queue_bytes);
     }},
    {"listener_send_queue_bytes",
     "Bytes written and not yet acknowledged, over the listener's connections (sock_diag "
     "idiag_wqueue).",
     [](const ListenerConnections& connections) {
       return static_cast<double>(connections.send_queue_bytes);
     }},
};

struct FillMetric {
  std::string_view name;
  std::string_view help;
  const FillHistogram& (*fill)(const ListenerConnections&);
};

constexpr FillMetric kFills[] = {
    {"listener_receive_buffer_fill_ratio",
     "Connections by the part of their receive buffer in use, one observation a connection and "
     "sweep (SK_MEMINFO rmem_alloc / rcvbuf).",
     [](const ListenerConnections& connections) -> const FillHistogram& {
       return connections.receive_fill;
     }},
    {"listener_send_buffer_fill_ratio",
     "Connections by the part of their send buffer in use, one observation a connection and sweep "
     "(SK_MEMINFO wmem_queued / sndbuf).",
     [](const ListenerConnections& connections) -> const FillHistogram& {
       return connections.send_fill;
     }},
};

/// Calls `add` for each listener whose connections are known.
template <class Add>
void for_each_known(const Snapshot& snapshot, const Add& add) {
  if (!snapshot.listeners) return;
  for (const Listener& listener : *snapshot.listeners)
    if (listener.connections) add(listener, *listener.connections);
}

void add_states(const Snapshot& snapshot, Families& families) {
  prometheus::MetricFamily& family = families.emplace_back(
      make_family("listener_connections",
                  "Connections that came through the listener and are open, those that wait for "
                  "accept() included (sock_diag).",
                  kGauge));
  for_each_known(snapshot, [&](const Listener& listener, const ListenerConnections& connections) {
    for (const TcpState state : kStates)
      add_series(family, connections.in_state(state),
                 {{"protocol", protocol_name(listener.protocol)},
                  {"listener", listener.address},
                  {"state", state_name(state)}});
  });
}

/// Listeners that never had a connection have no histograms: most listeners of most hosts.
void add_fills(const Snapshot& snapshot, Families& families) {
  for (const FillMetric& metric : kFills) {
    auto& family = families.emplace_back(make_family(metric.name, metric.help, kHistogram));
    for_each_known(snapshot, [&](const Listener& listener, const ListenerConnections& connections) {
      const FillHistogram& fill = metric.fill(connections);
      if (fill.observations() > 0) add_listener_histogram(family, listener, fill);
    });
  }
}

}  // namespace

void add_connection_families(const Snapshot& snapshot, Families& families) {
  add_states(snapshot, families);
  for (const ConnectionMetric& metric : kMetrics) {
    auto& family = families.emplace_back(make_family(metric.name, metric.help, kGauge));
    for_each_known(snapshot, [&](const Listener& listener, const ListenerConnections& connections) {
      add_listener_series(family, listener, metric.value(connections));
    });
  }
  add_fills(snapshot, families);
  if (!snapshot.sweep) return;
  auto& connections = families.emplace_back(make_family(
      "connections", "Connections of the namespace, in and out, in the latest sweep.", kGauge));
  add_series(connections, static_cast<double>(snapshot.sweep->connections));
  auto& interval = families.emplace_back(
      make_family("connections_sweep_interval_seconds",
                  "Time from the latest sweep over the connections to the next: more than "
                  "--collector.connections.interval where sweeps would use more than "
                  "--collector.connections.max-cpu.",
                  kGauge));
  add_series(interval, std::chrono::duration<double>(snapshot.sweep->interval).count());
}

}  // namespace sockq
