#include "collectors/owner/process_cgroup.h"

#include "collectors/base/text.h"
#include "collectors/owner/cgroup_names.h"

namespace sockq {
namespace {

/// Where several hierarchies tell as much, the one that goes first.
int rank_of(std::string_view controllers) {
  if (controllers.empty()) return 2;  // version 2
  return controllers == "name=systemd" ? 1 : 0;
}

int telling(std::string_view path) {
  const CgroupNames names = parse_cgroup_names(path);
  if (!names.container.empty() || !names.pod_uid.empty()) return 3;
  if (!names.unit.empty()) return 2;
  return path == "/" ? 0 : 1;
}

}  // namespace

std::string_view most_telling_cgroup(std::string_view text) {
  std::string_view best;
  int best_score = -1;
  while (!text.empty()) {
    std::string_view line = next_line(text);  // "HIERARCHY:CONTROLLERS:PATH"
    const std::size_t first = line.find(':');
    if (first == std::string_view::npos) continue;
    const std::size_t second = line.find(':', first + 1);
    if (second == std::string_view::npos) continue;
    const std::string_view controllers = line.substr(first + 1, second - first - 1);
    const std::string_view path = line.substr(second + 1);
    if (!path.starts_with('/')) continue;
    const int score = telling(path) * 3 + rank_of(controllers);
    if (score <= best_score) continue;
    best = path;
    best_score = score;
  }
  return best;
}

}  // namespace sockq
