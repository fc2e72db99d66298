#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "collectors/base/env.h"

namespace sockq {

/// Finds the paths of control groups by their ids. The id of a group is the inode of its directory
/// (kernfs_id and kernfs_ino, include/linux/kernfs.h, on 64 bits), so a walk over the tree of
/// directories tells it, with no privilege. Not safe for use by two threads.
class CgroupTree {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  /// More directories are not looked into in one walk.
  static constexpr std::size_t kMostDirectories = 65'536;

  /// Finds those of `ids` that are not known yet, in a walk that goes on with the next call where
  /// `deadline` ends it. Ids that no walk found are looked for again when they are asked for after
  /// a minute. Forgets all others.
  void find(const Env& env, const std::vector<std::uint64_t>& ids, TimePoint now,
            TimePoint deadline);

  /// The path of a group: "/system.slice/nginx.service"; empty where it is not known.
  [[nodiscard]] std::string path(std::uint64_t id) const;

 private:
  struct Group {
    std::string path;
    std::optional<TimePoint> sought{};  ///< when a walk ended that did not find it
  };

  void look_into(const ProcFs& cgroups, const std::string& directory);

  std::map<std::uint64_t, Group> groups_;
  std::vector<std::string> directories_;  ///< not yet looked into, with a '/' before each name
  std::size_t visited_ = 0;
};

}  // namespace sockq
