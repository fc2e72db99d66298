#include "agent/listener_table.h"

#include <fmt/core.h>

#include <algorithm>

namespace sockq {
namespace {

std::string shown(const std::optional<std::uint64_t>& number) {
  return number ? std::to_string(*number) : "-";
}

std::string value_of(const Snapshot& snapshot, std::string_view metric) {
  const auto& number = snapshot.values[kernel_value_row(metric)];
  return number ? std::to_string(*number) : "unknown";
}

std::string row(const Listener& listener, std::size_t width) {
  return fmt::format("{:<8}  {:<{}}  {:>6}  {:>6}  {:>4.0f}%  {:>7}  {:>10}{}\n",
                     protocol_name(listener.protocol), listener.address, width,
                     listener.queue_length, listener.queue_limit, listener.fullest_ratio * 100,
                     listener.sockets, shown(listener.drops), listener.full ? "  FULL" : "");
}

}  // namespace

std::string listener_table(const Snapshot& snapshot) {
  if (!snapshot.listeners) return "";
  std::vector<Listener> listeners = *snapshot.listeners;
  std::ranges::stable_sort(listeners, std::ranges::greater(), &Listener::fullest_ratio);
  std::size_t width = std::string_view("LISTENER").size();
  for (const Listener& listener : listeners) width = std::max(width, listener.address.size());

  std::string table = fmt::format("{:<8}  {:<{}}  {:>6}  {:>6}  {:>5}  {:>7}  {:>10}\n", "PROTOCOL",
                                  "LISTENER", width, "LENGTH", "LIMIT", "FILL", "SOCKETS", "DROPS");
  for (const Listener& listener : listeners) table += row(listener, width);
  table += fmt::format(
      "\nsince boot of this network namespace: {} overflows, {} listen drops; "
      "net.core.somaxconn {}\n",
      value_of(snapshot, "listen_overflows_total"), value_of(snapshot, "listen_drops_total"),
      value_of(snapshot, "sysctl_net_core_somaxconn"));
  return table;
}

}  // namespace sockq
