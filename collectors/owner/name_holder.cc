#include "collectors/owner/name_holder.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace sockq {

bool is_manager(const std::string& name) {
  // The kernel keeps 15 bytes of a name (TASK_COMM_LEN, linux/sched.h).
  constexpr std::array<std::string_view, 7> kManagers = {
      "systemd", "systemd-socket-", "init", "inetd", "xinetd", "supervisord", "circusd"};
  return std::ranges::find(kManagers, name) != kManagers.end();
}

std::optional<NamedProcess> name_holder(std::span<const NamedProcess> processes) {
  const bool only_managers = std::ranges::all_of(
      processes, [](const NamedProcess& process) { return is_manager(process.name); });
  std::map<std::string_view, std::size_t> counts;
  for (const NamedProcess& process : processes)
    if (only_managers || !is_manager(process.name)) ++counts[process.name];
  const NamedProcess* best = nullptr;
  std::size_t best_count = 0;
  for (const NamedProcess& process : processes) {
    const auto known = counts.find(process.name);
    if (known == counts.end() || known->second <= best_count) continue;
    best = &process;
    best_count = known->second;
  }
  return best == nullptr ? std::nullopt : std::optional(*best);
}

}  // namespace sockq
