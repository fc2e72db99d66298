#include <array>
#include <vector>

#include "exporters/families.h"
#include "exporters/family.h"
#include "exporters/listener_labels.h"

namespace sockq {
namespace {

constexpr auto kGauge = prometheus::MetricType::Gauge;

constexpr std::array<std::pair<std::string_view, std::string Owner::*>, 9> kOwnerLabels = {{
    {"process", &Owner::process},
    {"executable", &Owner::executable},
    {"cgroup", &Owner::cgroup},
    {"unit", &Owner::unit},
    {"container", &Owner::container},
    {"runtime", &Owner::runtime},
    {"pod_uid", &Owner::pod_uid},
    {"pod", &Owner::pod},
    {"namespace", &Owner::pod_namespace},
}};

}  // namespace

void add_listener_info(std::span<const Listener* const> listeners, Families& families) {
  prometheus::MetricFamily& info = families.emplace_back(
      make_family("listener_info",
                  "What is known of a listener beside its address, as labels; always 1. Of several "
                  "processes that hold it, one is named (/proc/PID/comm, exe, cgroup).",
                  kGauge));
  for (const Listener* listener : listeners) {
    Labels labels = listener_labels(*listener);
    const std::string port = std::to_string(listener->local.port);
    if (listener->protocol != Protocol::unix_socket) labels.emplace_back("port", port);
    if (listener->owner)
      for (const auto& [name, part] : kOwnerLabels)
        if (const std::string& text = (*listener->owner).*part; !text.empty())
          labels.emplace_back(name, text);
    add_series(info, 1, labels);
  }
}

void add_owner_families(const NamespaceView& view, Families& families) {
  if (!view.listeners) return;
  prometheus::MetricFamily& processes = families.emplace_back(
      make_family("listener_processes",
                  "Processes that hold a socket of the listener, of those that sockq may look at "
                  "(/proc/PID/fd), as of the latest walk over the "
                  "processes: one is made when a listener is new and when such a process ends.",
                  kGauge));
  for (const Listener& listener : *view.listeners)
    if (listener.owner && listener.owner->processes > 0)
      add_listener_series(processes, listener, listener.owner->processes);
}

}  // namespace sockq
