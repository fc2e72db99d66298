#pragma once

#include "agent/sandbox/needs.h"
#include "collectors/base/result.h"

namespace sockq {

/// The first step, before there is a second thread or a child: gives up the capabilities that
/// `needs` do not ask for. Says in the log what is left.
[[nodiscard]] Result<Unit> enter_sandbox(const SandboxNeeds& needs);

/// The second one, before anything of a stranger is read: forbids all system calls that `needs` do
/// not ask for. Says so in the log, also where this program cannot.
[[nodiscard]] Result<Unit> close_sandbox(const SandboxNeeds& needs);

}  // namespace sockq
