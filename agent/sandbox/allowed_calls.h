#pragma once

#include <seccomp.h>

#include <vector>

#include "agent/sandbox/needs.h"

namespace sockq {

/// A system call that is allowed where all of `when` hold of its arguments; one whose `error` is
/// not 0 is answered with that errno instead, as by a kernel that does not know it.
struct CallRule {
  const char* call;
  std::vector<scmp_arg_cmp> when = {};
  int error = 0;
};

/// What a group of calls is for.
struct CallGroup {
  const char* purpose;
  std::vector<CallRule> rules;
};

/// Every system call that the agent makes once it has started: seen with strace(1) in its tests, or
/// read in the sources of glibc, libmicrohttpd and GnuTLS. A call with several rules is allowed
/// where one of them holds. `self` is the calling process.
[[nodiscard]] std::vector<CallGroup> allowed_calls(const SandboxNeeds& needs, pid_t self);

}  // namespace sockq
