#pragma once

#include <string>

#include "agent/sandbox/needs.h"
#include "collectors/base/result.h"

namespace sockq {

/// Gives up every capability (capabilities(7)) of the calling thread but those that `needs` ask for
/// and the thread has, and the ability to get any by execve(2). Call it before there is a second
/// thread: threads inherit what is left. Returns the names of what is left, as "sys_ptrace,...".
[[nodiscard]] Result<std::string> give_up_capabilities(const SandboxNeeds& needs);

}  // namespace sockq
