#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "agent/server/request_framer.h"
#include "collectors/base/unique_fd.h"

namespace sockq {

/// One client's end of the server: it reads requests off a non-blocking socket and writes answers.
/// It never blocks, does a bounded amount a call, and reads no further while an answer is unsent.
class ServerConnection {
 public:
  enum class Step {
    again,     ///< call advance() again: the socket may hold more, and no edge will say so
    request,   ///< a request waits for answer()
    blocked,   ///< nothing to do until epoll reports an edge
    finished,  ///< close it
  };

  explicit ServerConnection(UniqueFd socket) : socket_(std::move(socket)) {}
  ServerConnection(const ServerConnection&) = delete;
  ServerConnection& operator=(const ServerConnection&) = delete;

  /// At most one recv(2) or send(2), up to the end of one request.
  [[nodiscard]] Step advance();
  /// Writes the answer to the request that advance() found.
  [[nodiscard]] Step answer();

 private:
  Step receive();
  Step send();
  Step end_answer();

  UniqueFd socket_;
  RequestFramer framer_;
  FramedRequest request_;
  std::array<char, 4096> buffer_;
  std::string_view input_;  ///< the part of buffer_ that is not yet framed
  std::string output_;      ///< the part of the answer that is not yet sent
};

}  // namespace sockq
