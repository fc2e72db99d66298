#include "agent/own_limits.h"

#include <linux/ioprio.h>
#include <malloc.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

namespace sockq {

Result<Unit> set_own_limits(const OwnLimits& limits) {
  ::mallopt(M_ARENA_MAX, 1);
  if (limits.max_memory > 0) {
    const rlimit bound{.rlim_cur = limits.max_memory, .rlim_max = limits.max_memory};
    if (::setrlimit(RLIMIT_DATA, &bound) != 0)
      return Error{errno, "cannot set", "--max-memory", "the bound of its parent may be lower"};
  }
  constexpr int kIdle = IOPRIO_PRIO_VALUE(IOPRIO_CLASS_IDLE, 0);
  if (limits.io_idle && ::syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, kIdle) != 0)
    return Error{errno, "cannot set", "--io-idle",
                 "under systemd, set IOSchedulingClass= in its unit instead"};
  if (limits.nice == 0) return Unit{};
  errno = 0;
  if (::nice(limits.nice) == -1 && errno != 0)
    return Error{errno, "cannot set", "--nice", "under systemd, set Nice= in its unit instead"};
  return Unit{};
}

}  // namespace sockq
