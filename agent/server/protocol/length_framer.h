#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "agent/server/protocol/request.h"

namespace sockq {

/// Finds the messages in the bytes of one connection, wherever these are split: 4 bytes of length
/// in network order, then as many bytes. One over kLimit is refused and ends the connection. Pure.
class LengthFramer {
 public:
  static constexpr std::size_t kLimit = 65536;

  /// As HttpFramer::next.
  [[nodiscard]] std::optional<FramedRequest> next(std::string_view& bytes);

  /// `text` as a message.
  [[nodiscard]] static std::string message(std::string_view text);

 private:
  std::string message_;  ///< what has come of it, its length included
  bool over_ = false;
};

}  // namespace sockq
