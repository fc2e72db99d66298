#include <prometheus/metric_type.h>

#include <algorithm>

#include "collectors/base/seconds.h"
#include "exporters/families.h"
#include "exporters/family.h"
#include "exporters/listener_labels.h"

namespace sockq {
namespace {

using Value = std::optional<double>;

struct ListenerMetric {
  std::string_view name;
  std::string_view help;
  prometheus::MetricType type;
  Value (*value)(const Listener&);  ///< absent: the listener has no series
};

constexpr auto kCounter = prometheus::MetricType::Counter;
constexpr auto kGauge = prometheus::MetricType::Gauge;
constexpr auto kHistogram = prometheus::MetricType::Histogram;

Value number(std::uint64_t value) { return static_cast<double>(value); }

constexpr ListenerMetric kMetrics[] = {
    {"listener_accept_queue_length",
     "Connections that wait for accept(), over the listener's sockets (sock_diag idiag_rqueue, "
     "net/ipv4/tcp_diag.c, and udiag_rqueue, net/unix/diag.c).",
     kGauge, [](const Listener& listener) { return number(listener.queue_length); }},
    {"listener_accept_queue_limit",
     "Connections that may wait for accept(), over the listener's sockets: the smaller of the "
     "backlog and net.core.somaxconn at listen(); a queue is full at limit + 1 (sock_diag "
     "idiag_wqueue, net/ipv4/tcp_diag.c, and udiag_wqueue, net/unix/diag.c).",
     kGauge, [](const Listener& listener) { return number(listener.queue_limit); }},
    {"listener_accept_queue_peak",
     "Highest length of the accept queue that was seen within --peak.window (60 s by default); "
     "reading it changes nothing.",
     kGauge,
     [](const Listener& listener) {
       return listener.history ? number(listener.history->peak) : Value();
     }},
    {"listener_accept_queue_full_seconds_total",
     "Time in which the accept queue of one of the listener's sockets was full, as far as looking "
     "again and again can tell. Unix listeners are looked at less often where that would take more "
     "than 1 percent of a processor.",
     kCounter,
     [](const Listener& listener) {
       return listener.history ? Value(to_seconds(listener.history->full_time)) : Value();
     }},
    {"listener_fullest_socket_ratio",
     "Part of the accept queue in use at the listener's fullest socket; 1 is full.", kGauge,
     [](const Listener& listener) { return Value(listener.fullest_ratio); }},
    {"listener_sockets",
     "Sockets that listen on this address (several with SO_REUSEPORT) or under this name; 0 for 5 "
     "minutes after the last one closed.",
     kGauge, [](const Listener& listener) { return number(listener.sockets); }},
    {"listener_drops_total",
     "Segments discarded at the listener's sockets, closed ones included: not a count of "
     "connections. A SYN refused by a full accept queue adds 1, a third packet 2, any other "
     "dropped SYN 1, a bare ACK under TCP_DEFER_ACCEPT 1 though nothing is lost; every retry "
     "counts again (sk_drops, net/ipv4/tcp_ipv4.c). The kernel counts none for unix sockets.",
     kCounter,
     [](const Listener& listener) { return listener.drops ? number(*listener.drops) : Value(); }},
};

constexpr ListenerMetric kOverflows = {
    "listener_overflows_total",
    "Times this listener's full accept queue refused a connection, since sockq began to watch: its "
    "part of the namespace's ListenOverflows, by the rise of sk_drops. Exact where one listener "
    "overflows at a time (TcpExt ListenOverflows, net/ipv4/tcp_ipv4.c).",
    kCounter, [](const Listener& listener) {
      return listener.history && listener.drops ? number(listener.history->overflows) : Value();
    }};

using Shown = std::vector<const Listener*>;

Shown choose_shown(const std::vector<Listener>& listeners, bool with_inet, bool with_unix) {
  Shown shown;
  for (const Listener& listener : listeners)
    if (listener.protocol == Protocol::unix_socket ? with_unix : with_inet)
      shown.push_back(&listener);
  return shown;
}

void add_metric(const ListenerMetric& metric, const Shown& listeners, Families& families) {
  prometheus::MetricFamily& family =
      families.emplace_back(make_family(metric.name, metric.help, metric.type));
  for (const Listener* listener : listeners)
    if (const Value value = metric.value(*listener)) add_listener_series(family, *listener, *value);
}

void add_fill_histogram(const Shown& listeners, Families& families) {
  prometheus::MetricFamily& family = families.emplace_back(make_family(
      "listener_accept_queue_fill_ratio",
      "Looks at the listener by how full its fullest socket's accept queue was: length / (limit + "
      "1), where 1 is full.",
      kHistogram));
  for (const Listener* listener : listeners)
    if (listener->history) add_listener_histogram(family, *listener, listener->history->fill);
}

void add_totals(const ListenerTotals& totals, bool with_overflows, Families& families) {
  prometheus::MetricFamily& left_out = families.emplace_back(
      make_family("listening_sockets_left_out",
                  "Listening sockets that are not watched: because of --listener.include and "
                  "exclude, or beyond --listener.max.",
                  kGauge));
  add_series(left_out, static_cast<double>(totals.sockets_excluded), {{"reason", "excluded"}});
  add_series(left_out, static_cast<double>(totals.sockets_over_max), {{"reason", "max"}});
  if (!with_overflows) return;
  prometheus::MetricFamily& shared = families.emplace_back(
      make_family("listen_overflows_shared_total",
                  "Overflows that several listeners may have had at once and that "
                  "sockq_listener_overflows_total shares among them by the rise of their drops.",
                  kCounter));
  add_series(shared, static_cast<double>(totals.overflows_shared));
  prometheus::MetricFamily& unattributed = families.emplace_back(
      make_family("listen_overflows_unattributed_total",
                  "Overflows of the namespace that belong to no watched listener, since sockq "
                  "began to watch.",
                  kCounter));
  add_series(unattributed, static_cast<double>(totals.overflows_unattributed));
}

}  // namespace

void add_listener_families(const NamespaceView& view, const CollectorNames& wanted,
                           Families& families) {
  const auto is_wanted = [&](std::string_view name) {
    return std::ranges::find(wanted, name) != wanted.end();
  };
  const bool with_inet = is_wanted("listeners");
  const bool with_unix = is_wanted("unix");
  if (!view.listeners || (!with_inet && !with_unix)) return;
  const Shown shown = choose_shown(*view.listeners, with_inet, with_unix);
  for (const ListenerMetric& metric : kMetrics) add_metric(metric, shown, families);
  add_fill_histogram(shown, families);
  add_listener_info(shown, families);
  const bool with_overflows =
      with_inet && view.values[kernel_value_row("listen_overflows_total")].has_value();
  if (with_overflows) add_metric(kOverflows, shown, families);
  if (view.listener_totals) add_totals(*view.listener_totals, with_overflows, families);
}

}  // namespace sockq
