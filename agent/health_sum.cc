#include "agent/health_sum.h"

#include <algorithm>
#include <map>

namespace sockq {
namespace {

/// Says where an error or a note is from.
void put_name(const std::string& netns, CollectorHealth& health) {
  if (netns.empty()) return;
  if (health.error) health.error->where = netns + ": " + health.error->where;
  if (!health.note.empty()) health.note = netns + ": " + health.note;
}

}  // namespace

std::vector<CollectorHealth> sum_health(std::span<const NamespaceHealth> namespaces) {
  std::vector<CollectorHealth> sum;
  std::map<std::string_view, std::size_t> others;
  for (const auto& [netns, healths] : namespaces)
    for (CollectorHealth health : healths) {
      put_name(netns, health);
      const auto known = std::ranges::find(sum, health.collector, &CollectorHealth::collector);
      if (known == sum.end()) {
        sum.push_back(std::move(health));
        continue;
      }
      known->duration += health.duration;
      if (known->error && health.error) ++others[health.collector];
      if (!known->error) known->error = std::move(health.error);
      if (known->note.empty()) known->note = std::move(health.note);
    }
  for (CollectorHealth& health : sum)
    if (const auto more = others.find(health.collector); more != others.end())
      health.error->where +=
          " (and in " + std::to_string(more->second) + " more network namespaces)";
  return sum;
}

}  // namespace sockq
