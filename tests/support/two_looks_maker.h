#pragma once

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/doctor/diagnose.h"

namespace sockq {

/// Two looks, three seconds apart, at a namespace with one healthy and busy listener of nginx; a
/// test makes it sick.
struct TwoLooksMaker {
  TwoLooksMaker() {
    for (NamespaceView* view : {&before, &after}) {
      view->values.fill(0);
      set(*view, "sysctl_net_core_somaxconn", 4096);
      set(*view, "sysctl_net_ipv4_tcp_syncookies", 1);
      set(*view, "sysctl_net_ipv4_tcp_mem_pressure_bytes", 1000);
      Listener& listener = view->listeners.emplace().emplace_back();
      listener.local.port = 80;
      listener.address = "0.0.0.0:80";
      listener.sockets = 1;
      listener.drops = 0;
      listener.history.emplace();
      listener.connections.emplace().receive_windows_closed = 0;
      listener.connections->send_windows_closed = 0;
      listener.connections->by_state[1] = 100;
      queue(listener, 1, 511);
      listener.oldest_wait = std::chrono::milliseconds(2);
      own(listener, {.process = "nginx", .pid = 10, .processes = 2});
    }
    set(after, "tcp_passive_opens_total", 300);
    run(10, 'S', 0, 300);
    run(11, 'R', 0, 600);
  }

  Listener& first() { return before.listeners->front(); }
  Listener& last() { return after.listeners->front(); }

  static void set(NamespaceView& view, std::string_view metric, std::int64_t value) {
    view.values[kernel_value_row(metric)] = value;
  }
  void rise(std::string_view metric, std::int64_t by) { set(after, metric, by); }
  void both(std::string_view metric, std::int64_t value) {
    set(before, metric, value);
    set(after, metric, value);
  }

  static void queue(Listener& listener, std::uint32_t length, std::uint32_t limit) {
    listener.queue_length = length;
    listener.queue_limit = limit;
    listener.fullest_ratio = fill_ratio(length, limit);
    listener.full = is_full(length, limit);
    listener.spread = {limit, limit, length, length};
    listener.history->peak = length;
  }
  /// In both looks, the oldest for so long in the first and the second.
  void queues(std::uint32_t length, std::uint32_t limit, int first_ms, int last_ms) {
    queue(first(), length, limit);
    queue(last(), length, limit);
    first().oldest_wait = std::chrono::milliseconds(first_ms);
    last().oldest_wait = std::chrono::milliseconds(last_ms);
  }
  void overflow(std::uint64_t count) {
    last().history->overflows = count;
    last().drops = count;
    rise("listen_overflows_total", static_cast<std::int64_t>(count));
    rise("listen_drops_total", static_cast<std::int64_t>(count));
  }

  static void own(Listener& listener, const Owner& owner) {
    listener.owner = std::make_shared<const Owner>(owner);
  }
  /// Another program in both looks, without what its processes do.
  void own(const Owner& owner) {
    own(first(), owner);
    own(last(), owner);
  }
  /// A process of the owner: its state in both looks, and its processor time in each.
  void run(std::uint32_t pid, char state, int first_ms, int last_ms) {
    add_process(first(), {pid, state, std::chrono::milliseconds(first_ms), 1, 7}, 0);
    add_process(last(), {pid, state, std::chrono::milliseconds(last_ms), 1, 7}, 3);
  }
  void limit_cpu(std::uint64_t periods, std::uint64_t throttled) {
    change(first(), [](OwnerActivity& activity) {
      activity.quota = CpuQuota{"/a", 0.1, 5, 0, {}};
    });
    change(last(), [&](OwnerActivity& activity) {
      activity.quota = CpuQuota{"/a", 0.1, 5 + periods, throttled, std::chrono::seconds(1)};
    });
  }

  [[nodiscard]] std::vector<Finding> findings() const { return diagnose(before, after, between); }
  [[nodiscard]] std::optional<Finding> found(std::string_view rule) const {
    const std::vector<Finding> all = findings();
    const auto finding = std::ranges::find(all, rule, &Finding::rule);
    return finding == all.end() ? std::nullopt : std::optional(*finding);
  }
  [[nodiscard]] std::vector<std::string> rules() const {
    std::vector<std::string> ids;
    for (const Finding& finding : findings()) ids.push_back(finding.rule);
    return ids;
  }

  NamespaceView before;
  NamespaceView after;
  std::chrono::nanoseconds between{std::chrono::seconds(3)};

 private:
  template <class Change>
  static void change(Listener& listener, const Change& to) {
    Owner owner = *listener.owner;
    OwnerActivity activity = owner.activity ? *owner.activity : OwnerActivity{};
    to(activity);
    owner.activity = std::make_shared<const OwnerActivity>(std::move(activity));
    own(listener, owner);
  }
  static void add_process(Listener& listener, const ProcessActivity& process, int seconds) {
    change(listener, [&](OwnerActivity& activity) {
      activity.at = std::chrono::steady_clock::time_point(std::chrono::seconds(seconds));
      std::erase_if(activity.processes,
                    [&](const ProcessActivity& known) { return known.pid == process.pid; });
      activity.processes.push_back(process);
    });
  }
};

}  // namespace sockq
