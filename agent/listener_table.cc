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

/// A listener and the name of its network namespace, made printable.
struct Row {
  std::string netns;
  const Listener* listener = nullptr;
};

struct Widths {
  std::size_t netns = 0;  ///< 0: no such column
  std::size_t listener = std::string_view("LISTENER").size();
};

std::string netns_column(const std::string& netns, const Widths& widths) {
  return widths.netns == 0 ? "" : fmt::format("{:<{}}  ", netns, widths.netns);
}

std::string header(const Widths& widths, bool with_history) {
  std::string line =
      netns_column("NETNS", widths) +
      fmt::format("{:<8}  {:<{}}  {:>6}  {:>6}  {:>5}  {:>7}  {:>10}", "PROTOCOL", "LISTENER",
                  widths.listener, "LENGTH", "LIMIT", "FILL", "SOCKETS", "DROPS");
  if (with_history) line += fmt::format("  {:>6}  {:>9}  {:>9}", "PEAK", "FULL s", "OVERFLOWS");
  return line + "  OWNER\n";
}

std::string line_of(const Row& row, const Widths& widths) {
  const Listener& listener = *row.listener;
  std::string line =
      netns_column(row.netns, widths) +
      fmt::format("{:<8}  {:<{}}  {:>6}  {:>6}  {:>4.0f}%  {:>7}  {:>10}",
                  protocol_name(listener.protocol), listener.address, widths.listener,
                  listener.queue_length, listener.queue_limit, listener.fullest_ratio * 100,
                  listener.sockets, shown(listener.drops));
  if (listener.history)
    line += fmt::format("  {:>6}  {:>9}  {:>9}", listener.history->peak,
                        shown(listener.history->full_time),
                        listener.drops ? std::to_string(listener.history->overflows) : "-");
  return line + "  " + owner_of(listener) + (listener.full ? "  FULL\n" : "\n");
}

std::string shared_by(const NamespaceView& view) {
  const std::string name = view.netns.empty() ? "this network namespace"
                                              : "network namespace " + printable_utf8(view.netns);
  return fmt::format("{}, since it began: {} overflows, {} listen drops; net.core.somaxconn {}\n",
                     name, value_of(view, "listen_overflows_total"),
                     value_of(view, "listen_drops_total"),
                     value_of(view, "sysctl_net_core_somaxconn"));
}

}  // namespace

std::string listener_table(std::span<const NamespaceView> namespaces) {
  std::vector<Row> rows;
  Widths widths;
  bool known = false;
  bool with_history = false;
  for (const NamespaceView& view : namespaces) {
    known = known || view.listeners;
    const std::string netns = printable_utf8(view.netns);
    if (!netns.empty())
      widths.netns = std::max({widths.netns, netns.size(), std::string_view("NETNS").size()});
    if (!view.listeners) continue;
    for (const Listener& listener : *view.listeners) {
      rows.push_back({netns, &listener});
      widths.listener = std::max(widths.listener, listener.address.size());
      with_history = with_history || listener.history;
    }
  }
  if (!known) return "";
  std::ranges::stable_sort(rows, std::ranges::greater(),
                           [](const Row& row) { return row.listener->fullest_ratio; });
  std::string table = header(widths, with_history);
  for (const Row& row : rows) table += line_of(row, widths);
  table += "\n";
  for (const NamespaceView& view : namespaces) table += shared_by(view);
  return table;
}

}  // namespace sockq
