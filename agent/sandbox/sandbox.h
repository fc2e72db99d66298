#pragma once

#include <string>
#include <string_view>

#include "agent/sandbox/needs.h"
#include "collectors/base/result.h"

namespace sockq {

/// The first step, before there is a second thread or a child: gives up the capabilities that
/// `needs` do not ask for. Gives the names of those that are left.
[[nodiscard]] Result<std::string> enter_sandbox(const SandboxNeeds& needs);

/// The second one, before anything of a stranger is read: forbids all system calls that `needs` do
/// not ask for. Says in the log what both steps did, also where this program has no filter.
[[nodiscard]] Result<Unit> close_sandbox(const SandboxNeeds& needs, std::string_view kept);

}  // namespace sockq
