#pragma once

#include <sys/types.h>

#include "collectors/base/result.h"
#include "collectors/base/socket_address.h"
#include "collectors/base/unique_fd.h"

namespace sockq {

/// Test traffic for the agent: one child process, "sockq-reference", that runs a slow Server on a
/// free port of 127.0.0.1 under a load that overflows its accept queue a little every 2 s. The
/// child ends with this object, and with the calling process and thread, however these end.
class EmbeddedServer {
 public:
  /// Forks: call it before the process has a second thread.
  [[nodiscard]] static Result<EmbeddedServer> start();

  EmbeddedServer(EmbeddedServer&& other) noexcept;
  EmbeddedServer& operator=(EmbeddedServer&&) = delete;
  /// Ends and reaps the child, within about a second.
  ~EmbeddedServer();

  [[nodiscard]] SocketAddress address() const { return address_; }
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  EmbeddedServer(SocketAddress address, UniqueFd stop, pid_t pid);

  SocketAddress address_;
  UniqueFd stop_;  ///< the write end of the child's stop pipe: closing it ends the child
  pid_t pid_;
};

}  // namespace sockq
