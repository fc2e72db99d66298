#pragma once

#include <poll.h>

#include <chrono>
#include <string_view>

#include "collectors/base/socket_address.h"
#include "collectors/base/unique_fd.h"

namespace sockq {

/// One request on a connection of its own, over a non-blocking socket: connect, send, read to the
/// end. A connection that fails is over like one that succeeds.
class LoadConnection {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  /// Starts to connect. `request` is borrowed until the connection is over.
  LoadConnection(const SocketAddress& target, std::string_view request, TimePoint deadline);

  /// What poll(2) reports once advance() can do something.
  [[nodiscard]] pollfd awaited() const;
  /// At most one send(2) or recv(2).
  void advance();
  /// Ended, or past its deadline.
  [[nodiscard]] bool over(TimePoint now) const { return !socket_.valid() || now >= deadline_; }
  [[nodiscard]] TimePoint deadline() const { return deadline_; }

 private:
  UniqueFd socket_;
  std::string_view unsent_;
  TimePoint deadline_;
};

}  // namespace sockq
