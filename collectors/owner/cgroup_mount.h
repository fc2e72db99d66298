#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sockq {

/// Where cgroup version 2 is mounted, by the text of /proc/self/mountinfo (proc_pid_mountinfo(5));
/// nothing where it is not. Pure.
[[nodiscard]] std::optional<std::string> find_cgroup_mount(std::string_view mountinfo);

/// Where one hierarchy of control groups can be read.
struct CgroupMount {
  std::string root;   ///< the group that is mounted there: "/" for all
  std::string point;  ///< absolute path
};

/// Where the controller `cpu` of cgroup version 1 is mounted; nothing where it is not. Pure.
[[nodiscard]] std::optional<CgroupMount> find_cpu_mount(std::string_view mountinfo);

}  // namespace sockq
