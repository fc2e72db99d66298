#include "agent/listener_table.h"

#include <fmt/core.h>

#include <algorithm>

#include "collectors/base/seconds.h"
#include "collectors/base/utf8.h"

namespace sockq {
namespace {

std::string shown(const std::optional<std::uint64_t>& number) {
  return number ? std::to_string(*number) : "-";
}

std::string value_of(const NamespaceView& view, std::string_view metric) {
  const auto& number = view.values[kernel_value_row(metric)];
  return number ? std::to_string(*number) : "unknown";
}

/// "0.250" seconds
std::string shown(std::chrono::nanoseconds time) { return fmt::format("{:.3f}", to_seconds(time)); }

/// The process and how many there are of it, else what else is known.
std::string owner_of(const Listener& listener) {
  constexpr std::size_t kShortId = 12;
  if (!listener.owner) return "-";
  const Owner& owner = *listener.owner;
  if (owner.processes > 1)
    return fmt::format("{} ({})", printable_utf8(owner.process), owner.processes);
  if (owner.processes == 1) return printable_utf8(owner.process);
  if (!owner.unit.empty()) return printable_utf8(owner.unit);
  if (!owner.container.empty()) return "container " + owner.container.substr(0, kShortId);
  return "-";
}

std::string header(std::size_t width, bool with_history) {
  std::string line = fmt::format("{:<8}  {:<{}}  {:>6}  {:>6}  {:>5}  {:>7}  {:>10}", "PROTOCOL",
                                 "LISTENER", width, "LENGTH", "LIMIT", "FILL", "SOCKETS", "DROPS");
  if (with_history) line += fmt::format("  {:>6}  {:>9}  {:>9}", "PEAK", "FULL s", "OVERFLOWS");
  return line + "  OWNER\n";
}

std::string row(const Listener& listener, std::size_t width) {
  std::string line = fmt::format(
      "{:<8}  {:<{}}  {:>6}  {:>6}  {:>4.0f}%  {:>7}  {:>10}", protocol_name(listener.protocol),
      listener.address, width, listener.queue_length, listener.queue_limit,
      listener.fullest_ratio * 100, listener.sockets, shown(listener.drops));
  if (listener.history)
    line += fmt::format("  {:>6}  {:>9}  {:>9}", listener.history->peak,
                        shown(listener.history->full_time),
                        listener.drops ? std::to_string(listener.history->overflows) : "-");
  return line + "  " + owner_of(listener) + (listener.full ? "  FULL\n" : "\n");
}

}  // namespace

std::string listener_table(const NamespaceView& view) {
  if (!view.listeners) return "";
  std::vector<Listener> listeners = *view.listeners;
  std::ranges::stable_sort(listeners, std::ranges::greater(), &Listener::fullest_ratio);
  std::size_t width = std::string_view("LISTENER").size();
  bool with_history = false;
  for (const Listener& listener : listeners) {
    width = std::max(width, listener.address.size());
    with_history = with_history || listener.history;
  }
  std::string table = header(width, with_history);
  for (const Listener& listener : listeners) table += row(listener, width);
  table += fmt::format(
      "\nthis network namespace, since it began: {} overflows, {} listen drops; "
      "net.core.somaxconn {}\n",
      value_of(view, "listen_overflows_total"), value_of(view, "listen_drops_total"),
      value_of(view, "sysctl_net_core_somaxconn"));
  return table;
}

}  // namespace sockq
