#include "collectors/owner/cgroup_tree.h"

#include <algorithm>

namespace sockq {

void CgroupTree::find(const Env& env, const std::vector<std::uint64_t>& ids, TimePoint now,
                      TimePoint deadline) {
  constexpr std::chrono::minutes kAgain{1};
  constexpr int kBetweenClocks = 16;
  std::map<std::uint64_t, Group> wanted;
  bool unknown = false;
  for (const std::uint64_t id : ids) {
    const auto known = groups_.find(id);
    Group& group = wanted[id];
    if (known != groups_.end()) group = known->second;
    const bool rests = group.sought && now - *group.sought < kAgain;
    unknown = unknown || (group.path.empty() && !rests);
  }
  groups_ = std::move(wanted);
  if (directories_.empty()) {
    if (!unknown) return;
    directories_ = {""};
    visited_ = 0;
  }
  while (!directories_.empty() && visited_ < kMostDirectories) {
    for (int visits = 0; visits < kBetweenClocks && !directories_.empty(); ++visits) {
      const std::string directory = std::move(directories_.back());
      directories_.pop_back();
      look_into(env.cgroups, directory);
      ++visited_;
    }
    if (!directories_.empty() && env.clock.steady() >= deadline) return;
  }
  directories_.clear();
  for (auto& [id, group] : groups_)
    if (group.path.empty()) group.sought = now;
}

std::string CgroupTree::path(std::uint64_t id) const {
  const auto known = groups_.find(id);
  return known == groups_.end() ? "" : known->second.path;
}

/// A group that is removed meanwhile is none.
void CgroupTree::look_into(const ProcFs& cgroups, const std::string& directory) {
  const std::string_view below_root =
      directory.empty() ? std::string_view{} : std::string_view(directory).substr(1);
  const Result<std::vector<Directory>> found = cgroups.directories(below_root);
  if (!found.ok()) return;
  for (const auto& [name, inode] : found.value()) {
    const bool itself = name == ".";
    std::string path = directory;
    if (!itself) path.append("/").append(name);
    if (const auto wanted = groups_.find(inode); wanted != groups_.end())
      wanted->second.path = path.empty() ? "/" : path;
    if (!itself) directories_.push_back(std::move(path));
  }
}

}  // namespace sockq
