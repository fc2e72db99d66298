#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sockq {

/// Where cgroup version 2 is mounted, by the text of /proc/self/mountinfo (proc_pid_mountinfo(5));
/// nothing where it is not. Pure.
[[nodiscard]] std::optional<std::string> find_cgroup_mount(std::string_view mountinfo);

}  // namespace sockq
