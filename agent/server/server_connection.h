#pragma once

#include <memory>

#include "agent/server/options.h"
#include "agent/server/protocol/conversation.h"
#include "collectors/base/unique_fd.h"

namespace sockq {

/// A conversation over a non-blocking socket. It never blocks, makes at most one recv(2) or send(2)
/// a call, and reads no further while an answer is unsent.
class ServerConnection {
 public:
  using Next = Conversation::Next;
  enum class Io {
    moved,    ///< something changed: see next()
    blocked,  ///< the socket is not ready
    ended,    ///< close it
  };

  ServerConnection(UniqueFd socket, const ServerOptions& options);

  [[nodiscard]] int fd() const { return socket_.get(); }
  [[nodiscard]] Next next() const { return conversation_.next(); }
  [[nodiscard]] bool idle() const { return conversation_.idle(); }

  /// For Next::receive and Next::discard.
  [[nodiscard]] Io receive();
  /// For Next::work, once that is done.
  void answer() { conversation_.answer(); }
  void finish() { conversation_.finish(); }
  /// For Next::send.
  [[nodiscard]] Io send();

 private:
  UniqueFd socket_;
  Conversation conversation_;
  std::size_t read_size_;
  std::unique_ptr<char[]> buffer_;
};

}  // namespace sockq
