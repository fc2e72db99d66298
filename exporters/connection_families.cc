#include "collectors/base/seconds.h"
#include "exporters/families.h"
#include "exporters/group_families.h"
#include "exporters/listener_labels.h"

namespace sockq {
namespace {

constexpr auto kGauge = prometheus::MetricType::Gauge;

/// Those a connection can be in, as long as somebody holds it: an outgoing one, and one of a
/// listener, whose request sockets have a metric of their own.
constexpr TcpState kStates[] = {TcpState::syn_sent,  TcpState::established, TcpState::fin_wait1,
                                TcpState::fin_wait2, TcpState::close_wait,  TcpState::last_ack,
                                TcpState::closing};
constexpr std::span kOutgoing(kStates);
constexpr std::span kInbound = kOutgoing.subspan<1>();

void add_inbound(const std::vector<Listener>& listeners, Families& families) {
  std::vector<LabelledGroup> groups;
  auto& syn_queue = families.emplace_back(
      make_family("listener_syn_queue_length",
                  "Request sockets: handshakes the listener has answered and the client has not "
                  "completed (sock_diag SYN_RECV, net/ipv4/inet_diag.c).",
                  kGauge));
  for (const Listener& listener : listeners) {
    if (!listener.connections) continue;
    groups.push_back({listener_labels(listener), *listener.connections});
    add_listener_series(syn_queue, listener, listener.connections->in_state(TcpState::syn_recv));
  }
  add_group_families("listener_", kInbound, groups, families);
}

void add_outgoing(const ConnectionSweep& sweep, Families& families) {
  std::vector<std::string> names;
  for (const auto& [remote, connections] : sweep.peers) names.push_back(endpoint_text(remote));
  std::vector<LabelledGroup> groups;
  for (std::size_t peer = 0; peer < names.size(); ++peer)
    groups.push_back({{{"peer", names[peer]}}, sweep.peers[peer].connections});
  groups.push_back({{{"peer", "other"}}, sweep.other_peers});
  add_group_families("peer_", kOutgoing, groups, families);
}

void add_largest(std::string_view name, std::string_view help,
                 const std::vector<Connection>& ranked, std::uint32_t Connection::*queue,
                 Families& families) {
  auto& family = families.emplace_back(make_family(name, help, kGauge));
  for (std::size_t place = 0; place < ranked.size(); ++place)
    add_series(family, ranked[place].*queue, {{"rank", std::to_string(place + 1)}});
}

void add_totals(const SweepTotals& totals, Families& families) {
  auto& connections = families.emplace_back(make_family(
      "connections", "Connections of the namespace, in and out, in the latest sweep.", kGauge));
  add_series(connections, static_cast<double>(totals.connections));
  auto& interval = families.emplace_back(
      make_family("connections_sweep_interval_seconds",
                  "Time from the latest sweep over the connections to the next: more than "
                  "--collector.connections.interval where sweeps would use more than "
                  "--collector.connections.max-cpu.",
                  kGauge));
  add_series(interval, to_seconds(totals.interval));
  auto& followed = families.emplace_back(
      make_family("connections_counters_followed_ratio",
                  "Part of the connections whose own counters (limited time, retransmissions, "
                  "drops) are followed from sweep to sweep; each stands for its share of the rest.",
                  kGauge));
  add_series(followed, totals.counters_followed);
}

}  // namespace

void add_connection_families(const NamespaceView& view, Families& families) {
  if (view.listeners) add_inbound(*view.listeners, families);
  if (!view.sweep) return;
  const ConnectionSweep& sweep = *view.sweep;
  add_outgoing(sweep, families);
  add_largest("largest_receive_queue_bytes",
              "Bytes received and not yet read by the connections with the most of them; who they "
              "are is in /api/v1/connections (sock_diag idiag_rqueue).",
              sweep.largest_receive_queues, &Connection::receive_queue, families);
  add_largest("largest_send_queue_bytes",
              "Bytes written and not yet acknowledged by the connections with the most of them; "
              "who they are is in /api/v1/connections (sock_diag idiag_wqueue).",
              sweep.largest_send_queues, &Connection::send_queue, families);
  add_totals(sweep.totals, families);
}

void add_wait_families(const NamespaceView& view, Families& families) {
  if (!view.listeners) return;
  auto& family = families.emplace_back(
      make_family("listener_accept_queue_oldest_wait_seconds",
                  "Age of the oldest connection that waits for accept(), up to a second ago; 0 "
                  "where none waits (inode 0 and tcpi_last_data_sent, net/ipv4/tcp.c).",
                  kGauge));
  for (const Listener& listener : *view.listeners)
    if (listener.oldest_wait)
      add_listener_series(family, listener, to_seconds(*listener.oldest_wait));
}

}  // namespace sockq
