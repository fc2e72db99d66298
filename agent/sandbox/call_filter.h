#pragma once

#include "agent/sandbox/needs.h"
#include "collectors/base/result.h"

namespace sockq {

/// Whether this program can filter its calls. A sanitizer's runtime makes calls of its own, so that
/// programs built with one cannot (SOCKQ_CALL_FILTER).
inline constexpr bool kHasCallFilter = SOCKQ_CALL_FILTER != 0;

/// Leaves the system calls of allowed_calls() to this process, all its threads included, for the
/// rest of its life (seccomp(2)); any other ends it at once with SIGSYS, whatever thread made it.
/// Sets no_new_privs. The error says why the kernel would not.
[[nodiscard]] Result<Unit> forbid_other_calls(const SandboxNeeds& needs);

}  // namespace sockq
