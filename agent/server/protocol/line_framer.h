#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "agent/server/protocol/request.h"

namespace sockq {

/// Finds the lines in the bytes of one connection, wherever these are split. A line over kLimit
/// bytes is refused and ends the connection. Pure.
class LineFramer {
 public:
  static constexpr std::size_t kLimit = 8192;

  /// As HttpFramer::next.
  [[nodiscard]] std::optional<FramedRequest> next(std::string_view& bytes);

 private:
  std::string line_;
  bool over_ = false;
};

}  // namespace sockq
