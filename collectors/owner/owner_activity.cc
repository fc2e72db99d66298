#include "collectors/owner/owner_activity.h"

#include <unistd.h>

#include <map>
#include <optional>
#include <utility>

#include "collectors/owner/cpu_quota.h"
#include "collectors/proc/parse.h"

namespace sockq {
namespace {

/// Reads each process and each control group once, whatever number of listeners they have.
class ActivityReader {
 public:
  ActivityReader(const Env& env, std::string& buffer) : env_(env), buffer_(buffer) {}

  OwnerActivity read(const Owner& owner, std::chrono::steady_clock::time_point now) {
    OwnerActivity activity;
    activity.at = now;
    for (const std::uint32_t pid : owner.workers)
      if (const auto& process = process_of(pid)) activity.processes.push_back(*process);
    activity.quota = quota_of(owner.pid);
    return activity;
  }

 private:
  const std::optional<ProcessActivity>& process_of(std::uint32_t pid) {
    static const std::optional<ProcessActivity> none;
    const auto known = processes_.find(pid);
    if (known != processes_.end()) return known->second;
    if (processes_.size() >= kMostActivities) return none;
    std::optional<ProcessActivity>& process = processes_[pid];
    const auto text = env_.procfs.read(std::to_string(pid) + "/stat", buffer_);
    if (!text.ok()) return process;
    if (auto parsed = parse_process_activity(text.value(), ::sysconf(_SC_CLK_TCK)); parsed.ok()) {
      process = parsed.value();
      process->pid = pid;
    }
    return process;
  }

  const std::optional<CpuQuota>& quota_of(std::uint32_t pid) {
    const CpuCgroup& group = group_of(pid);
    const auto known = quotas_.find(group.path);
    if (known != quotas_.end()) return known->second;
    return quotas_[group.path] = read_cpu_quota(env_, group, buffer_);
  }

  const CpuCgroup& group_of(std::uint32_t pid) {
    static const CpuCgroup none;
    const auto known = groups_.find(pid);
    if (known != groups_.end()) return known->second;
    if (groups_.size() >= kMostActivities) return none;
    const auto text = env_.procfs.read(std::to_string(pid) + "/cgroup", buffer_);
    return groups_[pid] = text.ok() ? find_cpu_cgroup(text.value()) : none;
  }

  const Env& env_;
  std::string& buffer_;
  std::map<std::uint32_t, std::optional<ProcessActivity>> processes_;
  std::map<std::uint32_t, CpuCgroup> groups_;              ///< by pid
  std::map<std::string, std::optional<CpuQuota>> quotas_;  ///< by path of the group
};

}  // namespace

std::shared_ptr<const Owners> with_activity(const Env& env, const Owners& owners,
                                            std::chrono::steady_clock::time_point now,
                                            std::string& buffer) {
  ActivityReader reader(env, buffer);
  auto active = std::make_shared<Owners>();
  for (const auto& [name, owner] : owners) {
    Owner known = *owner;
    if (!known.workers.empty())
      known.activity = std::make_shared<const OwnerActivity>(reader.read(known, now));
    active->emplace(name, std::make_shared<const Owner>(std::move(known)));
  }
  return active;
}

}  // namespace sockq
