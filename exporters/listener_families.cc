#include <prometheus/metric_type.h>

#include "exporters/families.h"
#include "exporters/family.h"

namespace sockq {
namespace {

struct ListenerMetric {
  std::string_view name;
  std::string_view help;
  prometheus::MetricType type;
  std::optional<double> (*value)(const Listener&);
};

constexpr auto kCounter = prometheus::MetricType::Counter;
constexpr auto kGauge = prometheus::MetricType::Gauge;

constexpr ListenerMetric kMetrics[] = {
    {"listener_accept_queue_length",
     "Connections that wait for accept(), over the listener's sockets (sock_diag idiag_rqueue, "
     "net/ipv4/tcp_diag.c).",
     kGauge,
     [](const Listener& listener) {
       return std::optional(static_cast<double>(listener.queue_length));
     }},
    {"listener_accept_queue_limit",
     "Connections that may wait for accept(), over the listener's sockets: the smaller of the "
     "backlog and net.core.somaxconn at listen(); a queue is full at limit + 1 (sock_diag "
     "idiag_wqueue, net/ipv4/tcp_diag.c).",
     kGauge,
     [](const Listener& listener) {
       return std::optional(static_cast<double>(listener.queue_limit));
     }},
    {"listener_fullest_socket_ratio",
     "Part of the accept queue in use at the listener's fullest socket; 1 is full.", kGauge,
     [](const Listener& listener) { return std::optional(listener.fullest_ratio); }},
    {"listener_sockets",
     "Sockets that listen on this address (several with SO_REUSEPORT); 0 for 5 minutes after the "
     "last one closed.",
     kGauge,
     [](const Listener& listener) { return std::optional(static_cast<double>(listener.sockets)); }},
    {"listener_drops_total",
     "Segments discarded at the listener's sockets, closed ones included: not a count of "
     "connections. A SYN refused by a full accept queue adds 1, a third packet 2, any other "
     "dropped SYN 1, a bare ACK under TCP_DEFER_ACCEPT 1 though nothing is lost; every retry "
     "counts again (sk_drops, net/ipv4/tcp_ipv4.c).",
     kCounter,
     [](const Listener& listener) {
       return listener.drops ? std::optional(static_cast<double>(*listener.drops)) : std::nullopt;
     }},
};

}  // namespace

void add_listener_families(const Snapshot& snapshot, Families& families) {
  if (!snapshot.listeners) return;
  for (const ListenerMetric& metric : kMetrics) {
    prometheus::MetricFamily& family =
        families.emplace_back(make_family(metric.name, metric.help, metric.type));
    for (const Listener& listener : *snapshot.listeners)
      if (const auto value = metric.value(listener))
        add_series(
            family, *value,
            {{"protocol", protocol_name(listener.protocol)}, {"listener", listener.address}});
  }
  prometheus::MetricFamily& info = families.emplace_back(make_family(
      "listener_info", "What is known of a listener beside its address; always 1.", kGauge));
  for (const Listener& listener : *snapshot.listeners)
    add_series(info, 1,
               {{"protocol", protocol_name(listener.protocol)},
                {"listener", listener.address},
                {"port", std::to_string(listener.local.port)}});
}

}  // namespace sockq
