#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "collectors/base/env.h"
#include "collectors/owner.h"

namespace sockq {

/// The control group that limits a process's processor time, by the text of /proc/PID/cgroup.
struct CpuCgroup {
  bool version_1 = false;
  std::string path;  ///< from the root of its hierarchy; empty where there is none
};

/// Pure.
[[nodiscard]] CpuCgroup find_cpu_cgroup(std::string_view text);

/// The counters of a cpu.stat, of version 1 (throttled_time, in nanoseconds) or 2 (throttled_usec).
/// Nothing where it has none of them. Pure.
[[nodiscard]] std::optional<CpuQuota> parse_cpu_stat(std::string_view text);

/// Processors of a cpu.max ("50000 100000"), or of cpu.cfs_quota_us and cpu.cfs_period_us with a
/// blank between them; 0 where there is no limit. Pure.
[[nodiscard]] double parse_cpu_limit(std::string_view text);

/// Reads the limit on a group, or, where it has none of its own, of the nearest one above it that
/// was ever enforced. Version 1 is read where /proc/self/root shows it. Nothing where there is no
/// limit, or none to be seen.
[[nodiscard]] std::optional<CpuQuota> read_cpu_quota(const Env& env, const CpuCgroup& group,
                                                     std::string& buffer);

}  // namespace sockq
