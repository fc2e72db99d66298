#pragma once

#include <string>
#include <string_view>

namespace sockq {

/// `text` with U+FFFD for each byte that belongs to no well-formed UTF-8 sequence (RFC 3629).
[[nodiscard]] std::string valid_utf8(std::string_view text);

/// The same for a terminal: control characters, which could move its cursor, are U+FFFD too.
[[nodiscard]] std::string printable_utf8(std::string_view text);

}  // namespace sockq
