#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "agent/server/protocol/http_framer.h"
#include "agent/server/protocol/length_framer.h"
#include "agent/server/protocol/line_framer.h"
#include "agent/server/protocol/request.h"

namespace sockq {

/// The server's side of one connection, without a socket: bytes in, answers out, one request at a
/// time and in order. Every pattern of serving drives this one machine. Pure.
class Conversation {
 public:
  enum class Next {
    receive,  ///< give it bytes, or the end of the input
    work,     ///< a request has come: do its work, then call answer()
    send,     ///< output() waits to be sent
    discard,  ///< end the output (SHUT_WR); read on and throw away until the input ends
    end,      ///< close
  };

  Conversation(Framing framing, std::size_t body_size);

  [[nodiscard]] Next next() const { return next_; }
  /// `bytes` are borrowed until next() is `receive` or `end` again.
  void receive(std::string_view bytes);
  void end_input() { next_ = Next::end; }
  void answer();
  /// The next answer is the last, and says so.
  void finish() { finishing_ = true; }
  [[nodiscard]] std::string_view output() const { return std::string_view(output_).substr(sent_); }
  void sent(std::size_t size);

  /// Between two requests: to close now breaks off nothing.
  [[nodiscard]] bool idle() const { return next_ == Next::receive && !begun_; }

 private:
  void find_request();
  void end_answer();

  std::variant<HttpFramer, LineFramer, LengthFramer> framer_;
  bool http_;
  std::size_t body_size_;
  Next next_ = Next::receive;
  bool begun_ = false;  ///< a part of a request has come
  bool finishing_ = false;
  std::string_view input_;
  FramedRequest request_;
  std::string output_;
  std::size_t sent_ = 0;  ///< of output_
};

}  // namespace sockq
