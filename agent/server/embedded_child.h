#pragma once

#include <sys/types.h>

#include "agent/server/server.h"

namespace sockq {

/// The embedded server's process after fork(2): serves and loads `server` until `stop_fd` is at its
/// end or `parent` is gone, then ends the process.
[[noreturn]] void run_embedded_child(Server& server, int stop_fd, pid_t parent);

}  // namespace sockq
