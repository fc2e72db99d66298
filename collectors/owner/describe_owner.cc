#include "collectors/owner/describe_owner.h"

#include <string_view>
#include <vector>

#include "collectors/owner/cgroup_names.h"
#include "collectors/owner/name_holder.h"
#include "collectors/owner/process_cgroup.h"

namespace sockq {
namespace {

/// The names of more processes are not read: they are taken for like the others.
constexpr std::size_t kMostNames = 64;

/// The kernel adds this to the path of a file that is no longer there (d_path, fs/d_path.c).
constexpr std::string_view kDeleted = " (deleted)";

}  // namespace

Owner describe_holders(const ProcFs& procfs, std::span<const std::uint32_t> pids) {
  Owner owner;
  std::string buffer;
  std::vector<NamedProcess> processes;
  for (const std::uint32_t pid : pids.first(std::min(pids.size(), kMostNames))) {
    const Result<std::string_view> name = procfs.read(std::to_string(pid) + "/comm", buffer);
    if (!name.ok()) continue;
    std::string_view text = name.value();
    if (text.ends_with('\n')) text.remove_suffix(1);
    processes.push_back({pid, std::string(text)});
  }
  const auto named = name_holder(processes);
  if (!named) return owner;
  for (const NamedProcess& process : processes)
    if (is_manager(named->name) || !is_manager(process.name)) owner.workers.push_back(process.pid);
  owner.process = named->name;
  owner.pid = named->pid;
  owner.processes = static_cast<std::uint32_t>(processes.size() + pids.size() -
                                               std::min(pids.size(), kMostNames));
  const std::string directory = std::to_string(named->pid);
  if (Result<std::string> executable = procfs.link(directory + "/exe"); executable.ok())
    owner.executable = std::move(executable).value();
  if (owner.executable.ends_with(kDeleted))
    owner.executable.resize(owner.executable.size() - kDeleted.size());
  if (const auto cgroups = procfs.read(directory + "/cgroup", buffer); cgroups.ok())
    put_cgroup(owner, std::string(most_telling_cgroup(cgroups.value())));
  return owner;
}

void put_cgroup(Owner& owner, std::string path) {
  CgroupNames names = parse_cgroup_names(path);
  owner.cgroup = std::move(path);
  owner.unit = std::move(names.unit);
  owner.container = std::move(names.container);
  owner.runtime = std::move(names.runtime);
  owner.pod_uid = std::move(names.pod_uid);
}

}  // namespace sockq
