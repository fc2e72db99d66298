#pragma once

#include <string>
#include <string_view>

namespace sockq {

/// `text` as one gzip member (RFC 1952). Throws std::bad_alloc where memory is short and
/// std::length_error where a side reaches 4 GiB.
[[nodiscard]] std::string gzip(std::string_view text);

}  // namespace sockq
