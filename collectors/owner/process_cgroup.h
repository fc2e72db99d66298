#pragma once

#include <string_view>

namespace sockq {

/// The path, of those in the text of /proc/PID/cgroup (cgroups(7)), that tells most about the
/// process: with version 2 there is one; with version 1 or both (hybrid) it is the first that names
/// a container or a pod, else the first that names a unit, else the first that is not "/". That of
/// version 2 goes first, then systemd's own. Empty where there is none. Pure.
[[nodiscard]] std::string_view most_telling_cgroup(std::string_view text);

}  // namespace sockq
