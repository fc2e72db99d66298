#pragma once

#include <sys/types.h>

namespace sockq {

/// What the agent does beside looking at its own network namespace and answering scrapes: all that
/// a capability or a further system call is left to it for.
struct SandboxNeeds {
  bool owners = false;            ///< looks for the processes of the listeners, of any user
  bool other_namespaces = false;  ///< enters other network namespaces (setns(2))
  bool writes_files = false;      ///< writes files, and renames them
  bool notifies = false;          ///< tells the service manager how it is (sd_notify(3))
  pid_t child = 0;                ///< a process of its own, which it ends; 0 for none
};

}  // namespace sockq
