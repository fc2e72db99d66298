#pragma once

#include <memory>
#include <vector>

#include "agent/server/options.h"
#include "agent/server/service.h"
#include "collectors/base/result.h"
#include "collectors/base/socket_address.h"

namespace sockq {

struct Pattern;

/// A small server whose queues are worth watching, in one of the patterns of pattern_table(). It
/// answers every request. Removes the files of its unix sockets.
class Server {
 public:
  /// Listens from now on. The error names the address that failed.
  [[nodiscard]] static Result<std::unique_ptr<Server>> open(const ServerOptions& options);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  /// In the order of `ServerOptions::listen`.
  [[nodiscard]] std::vector<SocketAddress> addresses() const;
  /// The listening sockets, for whoever closes the rest after fork(2).
  [[nodiscard]] std::vector<int> descriptors() const;

  /// Serves until `stop_fd` is readable or at its end. Then it refuses new clients, answers the
  /// requests that are begun, for `ServerOptions::drain` at most, and returns. Patterns with
  /// processes want a process with one thread. The error is one that no client caused.
  [[nodiscard]] Result<Unit> run(int stop_fd);

 private:
  Server(const ServerOptions& options, const Pattern& pattern);
  Result<Unit> listen();

  ServerOptions options_;
  const Pattern& pattern_;
  StallSchedule stalls_;
  std::vector<Listeners> listeners_;  ///< one set, or one a worker
};

}  // namespace sockq
