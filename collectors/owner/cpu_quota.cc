#include "collectors/owner/cpu_quota.h"

#include <cstdint>
#include <utility>

#include "collectors/base/text.h"
#include "collectors/owner/cgroup_mount.h"

namespace sockq {
namespace {

/// Of "cpu,cpuacct".
bool has_cpu(std::string_view controllers) {
  while (!controllers.empty()) {
    const std::size_t comma = controllers.find(',');
    if (controllers.substr(0, comma) == "cpu") return true;
    if (comma == std::string_view::npos) return false;
    controllers.remove_prefix(comma + 1);
  }
  return false;
}

/// Reads the files of a group, whatever the version.
class GroupFiles {
 public:
  /// `directory` has no slash at its end.
  GroupFiles(const ProcFs& tree, std::string directory, std::string& buffer)
      : tree_(tree), directory_(std::move(directory)), buffer_(buffer) {}

  [[nodiscard]] std::string read(const std::string& group, const char* name) const {
    std::string path = directory_ + (group == "/" ? "" : group) + "/" + name;
    if (directory_.empty()) path.erase(0, 1);  // the tree's root is no part of its paths
    const Result<std::string_view> text = tree_.read(path, buffer_);
    return text.ok() ? std::string(text.value()) : std::string();
  }

 private:
  const ProcFs& tree_;
  std::string directory_;
  std::string& buffer_;
};

/// "/a" of "/a/b", "/" of "/a", nothing of "/".
std::string parent_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (path == "/" || slash == std::string::npos) return {};
  return slash == 0 ? "/" : path.substr(0, slash);
}

std::optional<CpuQuota> find_quota(const GroupFiles& files, std::string group, bool version_1) {
  constexpr int kMostLevels = 16;
  for (int level = 0; level < kMostLevels && !group.empty(); ++level, group = parent_of(group)) {
    std::optional<CpuQuota> quota = parse_cpu_stat(files.read(group, "cpu.stat"));
    if (!quota || quota->periods == 0) continue;
    quota->cgroup = group;
    quota->processors = version_1 ? parse_cpu_limit(files.read(group, "cpu.cfs_quota_us") +
                                                    files.read(group, "cpu.cfs_period_us"))
                                  : parse_cpu_limit(files.read(group, "cpu.max"));
    return quota;
  }
  return std::nullopt;
}

}  // namespace

CpuCgroup find_cpu_cgroup(std::string_view text) {
  CpuCgroup found;
  while (!text.empty()) {
    const std::string_view line = next_line(text);  // "HIERARCHY:CONTROLLERS:PATH"
    const std::size_t first = line.find(':');
    const std::size_t second = first == std::string_view::npos ? first : line.find(':', first + 1);
    if (second == std::string_view::npos || !line.substr(second + 1).starts_with('/')) continue;
    const std::string_view controllers = line.substr(first + 1, second - first - 1);
    const std::string_view path = line.substr(second + 1);
    if (has_cpu(controllers)) return {true, std::string(path)};
    if (controllers.empty()) found.path = path;
  }
  return found;
}

std::optional<CpuQuota> parse_cpu_stat(std::string_view text) {
  std::optional<CpuQuota> quota;
  while (!text.empty()) {
    std::string_view line = next_line(text);
    const std::string_view name = next_word(line);
    const auto number = parse_number<std::int64_t>(next_word(line));
    if (!number || *number < 0) continue;
    CpuQuota known = quota.value_or(CpuQuota{});
    if (name == "nr_periods")
      known.periods = static_cast<std::uint64_t>(*number);
    else if (name == "nr_throttled")
      known.throttled = static_cast<std::uint64_t>(*number);
    else if (name == "throttled_usec")
      known.throttled_time = std::chrono::microseconds(*number);
    else if (name == "throttled_time")
      known.throttled_time = std::chrono::microseconds(*number / 1000);
    else
      continue;
    quota = std::move(known);
  }
  return quota;
}

double parse_cpu_limit(std::string_view text) {
  const auto quota = parse_number<std::int64_t>(next_word(text));
  const auto period = parse_number<std::int64_t>(next_word(text));
  if (!quota || !period || *quota <= 0 || *period <= 0) return 0;
  return static_cast<double>(*quota) / static_cast<double>(*period);
}

std::optional<CpuQuota> read_cpu_quota(const Env& env, const CpuCgroup& group,
                                       std::string& buffer) {
  if (group.path.empty()) return std::nullopt;
  if (!group.version_1) return find_quota({env.cgroups, "", buffer}, group.path, false);
  const Result<std::string_view> mounts = env.procfs.read("self/mountinfo", buffer);
  const auto mount = mounts.ok() ? find_cpu_mount(mounts.value()) : std::nullopt;
  if (!mount) return std::nullopt;
  std::string path = group.path;
  if (mount->root != "/" && path.starts_with(mount->root)) path.erase(0, mount->root.size());
  if (path.empty()) path = "/";
  return find_quota({env.procfs, "self/root" + mount->point, buffer}, path, true);
}

}  // namespace sockq
