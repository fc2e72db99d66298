#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "agent/server/protocol/request.h"

namespace sockq {

/// The text of one request of a load.
[[nodiscard]] std::string load_request(Framing framing, std::string_view host, bool keep_alive);

/// Finds the end of the answers in the bytes of one connection, wherever these are split. Answers
/// of HTTP with neither a length nor a connection's end (chunks) end with the connection. Pure.
class AnswerReader {
 public:
  enum class State {
    unfinished,
    whole,
    malformed,
  };

  explicit AnswerReader(Framing framing) : framing_(framing) {}

  /// Bytes beyond the end are malformed: nobody asked for them.
  State take(std::string_view bytes);
  /// The connection has ended.
  [[nodiscard]] State end() const;
  /// Of HTTP, once its head is whole; otherwise 200.
  [[nodiscard]] int status() const { return status_; }
  /// The server ends the connection after this answer.
  [[nodiscard]] bool last() const { return last_; }

 private:
  State take_http(std::string_view bytes);
  bool parse_head(std::string_view head);
  State take_body(std::size_t size);

  Framing framing_;
  std::string head_;  ///< what has come of it
  bool head_whole_ = false;
  bool last_ = false;
  int status_ = 200;
  std::optional<std::uint64_t> body_left_;
};

}  // namespace sockq
