#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "agent/server/protocol/request.h"
#include "agent/server/protocol/request_head.h"

namespace sockq {

/// Finds the ends of the requests in the bytes of one connection, wherever these are split
/// (RFC 9112, HTTP/1.0 and HTTP/1.1). Bodies are skipped; those with a Transfer-Encoding are
/// refused (501), as are heads over kHeadLimit bytes (431) and bytes that are not HTTP (400). Pure.
class HttpFramer {
 public:
  static constexpr std::size_t kHeadLimit = 8192;

  /// Cuts the bytes up to the end of the next request off the front of `bytes`, and returns that
  /// request. Without one, `bytes` is empty afterwards and more are needed. Whatever follows a
  /// request that does not keep the connection is thrown away.
  [[nodiscard]] std::optional<FramedRequest> next(std::string_view& bytes);

 private:
  enum class Phase { request_line, fields, body, over };

  std::optional<FramedRequest> take_head(std::string_view& bytes);
  std::optional<FramedRequest> take_line(std::string_view line);
  std::optional<FramedRequest> take_body(std::string_view& bytes);
  std::optional<FramedRequest> end_head();
  FramedRequest end_request();
  FramedRequest refuse(int status);

  Phase phase_ = Phase::request_line;
  RequestHead head_;
  std::string line_;  ///< the part of a line that came with earlier bytes
  std::size_t head_bytes_ = 0;
  std::uint64_t body_left_ = 0;
};

}  // namespace sockq
