#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sockq {

/// What the head of a request says about its end and its answer.
struct RequestHead {
  bool http10 = false;
  bool head_method = false;
  bool close = false;       ///< Connection: close
  bool keep_alive = false;  ///< Connection: keep-alive
  bool transfer_encoding = false;
  int hosts = 0;  ///< how many Host fields
  std::optional<std::uint64_t> content_length;
};

/// Each reads one line, without its line end, into `head`; false where RFC 9112 calls the line
/// malformed, a second Content-Length included.
[[nodiscard]] bool parse_request_line(std::string_view line, RequestHead& head);
[[nodiscard]] bool parse_field_line(std::string_view line, RequestHead& head);

}  // namespace sockq
