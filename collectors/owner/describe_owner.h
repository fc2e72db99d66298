#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "collectors/base/env.h"
#include "collectors/owner.h"

namespace sockq {

/// What /proc tells of the processes with these pids, ordered, that hold one listener: the name and
/// how many, and the executable and the control group of the one that is named (name_holder.h).
/// What cannot be read is not known; a process that has ended is none.
[[nodiscard]] Owner describe_holders(const ProcFs& procfs, std::span<const std::uint32_t> pids);

/// Puts a control group into an owner, with all that its path tells.
void put_cgroup(Owner& owner, std::string path);

}  // namespace sockq
