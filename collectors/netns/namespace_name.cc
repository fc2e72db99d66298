#include "collectors/netns/namespace_name.h"

#include "collectors/netns/namespace_choice.h"
#include "collectors/owner/cgroup_names.h"
#include "collectors/owner/process_cgroup.h"

namespace sockq {
namespace {

/// As many digits of a container's id as its tools show.
constexpr std::size_t kShortId = 12;

std::string name_of_path(const std::string& path) {
  const std::string named = std::string(kNamedNamespaces) + "/";
  const bool by_name = path.starts_with(named) && path.find('/', named.size()) == std::string::npos;
  return by_name ? path.substr(named.size()) : "/" + path;
}

/// The processes of a pod share one namespace, and the first made it.
std::string name_of_process(const ProcFs& procfs, std::uint32_t pid) {
  std::string buffer;
  const auto cgroups = procfs.read(std::to_string(pid) + "/cgroup", buffer);
  if (!cgroups.ok()) return {};
  const CgroupNames names = parse_cgroup_names(most_telling_cgroup(cgroups.value()));
  return names.pod_uid.empty() ? names.container.substr(0, kShortId) : names.pod_uid;
}

}  // namespace

std::string given_name(const ProcFs& procfs, const FoundNamespace& netns) {
  if (!netns.paths.empty()) return name_of_path(netns.paths.front());
  return netns.pid == 0 ? "" : name_of_process(procfs, netns.pid);
}

std::string numbered_name(std::uint64_t inode, const FoundNamespace& netns) {
  return inode == 0 ? "pid:" + std::to_string(netns.pid) : "net:[" + std::to_string(inode) + "]";
}

}  // namespace sockq
