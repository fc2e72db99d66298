#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "collectors/base/listen_socket.h"
#include "collectors/base/result.h"
#include "collectors/base/socket_address.h"

namespace sockq {

/// What a server that hangs has stopped doing.
enum class Stall {
  none,
  accept,  ///< it listens and never accepts
  read,    ///< it accepts and never reads
};

struct ServerOptions {
  std::vector<SocketAddress> listen{};
  int backlog = 511;
  std::chrono::nanoseconds work{0};  ///< spent before each answer, during which nobody is served
  Stall stall = Stall::none;
  bool reuseport = false;
};

/// A small HTTP/1.1 server whose queues are worth watching: one thread, non-blocking sockets,
/// edge-triggered epoll(7). It answers every request with 200. Idle clients may stay for ever.
class Server {
 public:
  /// Listens from now on. The error names the address that failed.
  [[nodiscard]] static Result<std::unique_ptr<Server>> open(const ServerOptions& options);

  /// In the order of `ServerOptions::listen`.
  [[nodiscard]] std::vector<SocketAddress> addresses() const;
  /// The listening sockets, for whoever closes the rest after fork(2).
  [[nodiscard]] std::vector<int> descriptors() const;

  /// Serves until `stop_fd` is readable or at its end, then drops its clients; it goes on
  /// listening. The error is one that no client caused.
  [[nodiscard]] Result<Unit> run(int stop_fd);

 private:
  Server(const ServerOptions& options, std::vector<BoundListener> listeners);

  std::vector<BoundListener> listeners_;
  std::chrono::nanoseconds work_;
  Stall stall_;
};

}  // namespace sockq
