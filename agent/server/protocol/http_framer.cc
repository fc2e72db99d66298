#include "agent/server/protocol/http_framer.h"

#include <algorithm>
#include <utility>

namespace sockq {

std::optional<FramedRequest> HttpFramer::next(std::string_view& bytes) {
  std::optional<FramedRequest> request;
  while (!request && !bytes.empty()) {
    if (phase_ == Phase::over) {
      bytes = {};
    } else {
      request = phase_ == Phase::body ? take_body(bytes) : take_head(bytes);
    }
  }
  return request;
}

std::optional<FramedRequest> HttpFramer::take_head(std::string_view& bytes) {
  const std::size_t newline = bytes.find('\n');
  const bool whole = newline != std::string_view::npos;
  const std::size_t size = whole ? newline + 1 : bytes.size();
  head_bytes_ += size;
  if (head_bytes_ > kHeadLimit) return refuse(431);
  std::string_view line = bytes.substr(0, size);
  bytes.remove_prefix(size);
  if (!whole || !line_.empty()) line_.append(line);
  if (!whole) return std::nullopt;
  const std::string split = std::exchange(line_, {});
  if (!split.empty()) line = split;
  line.remove_suffix(line.ends_with("\r\n") ? 2 : 1);
  return take_line(line);
}

std::optional<FramedRequest> HttpFramer::take_line(std::string_view line) {
  if (phase_ == Phase::fields && line.empty()) return end_head();
  if (line.empty()) return std::nullopt;  // blank lines before a request: RFC 9112, 2.2
  const bool valid =
      phase_ == Phase::fields ? parse_field_line(line, head_) : parse_request_line(line, head_);
  if (!valid) return refuse(400);
  phase_ = Phase::fields;
  return std::nullopt;
}

std::optional<FramedRequest> HttpFramer::take_body(std::string_view& bytes) {
  const std::uint64_t taken = std::min<std::uint64_t>(body_left_, bytes.size());
  bytes.remove_prefix(static_cast<std::size_t>(taken));
  body_left_ -= taken;
  if (body_left_ > 0) return std::nullopt;
  return end_request();
}

std::optional<FramedRequest> HttpFramer::end_head() {
  const bool host_missing = head_.hosts == 0 && !head_.http10;
  if (host_missing || head_.hosts > 1) return refuse(400);  // RFC 9112, 3.2
  if (head_.transfer_encoding) return refuse(501);
  body_left_ = head_.content_length.value_or(0);
  phase_ = Phase::body;
  if (body_left_ > 0) return std::nullopt;
  return end_request();
}

FramedRequest HttpFramer::end_request() {
  const bool keep_alive = !head_.close && (!head_.http10 || head_.keep_alive);
  FramedRequest request{.keep_alive = keep_alive, .head_method = head_.head_method};
  phase_ = keep_alive ? Phase::request_line : Phase::over;
  head_ = {};
  head_bytes_ = 0;
  return request;
}

FramedRequest HttpFramer::refuse(int status) {
  phase_ = Phase::over;
  return {.status = status, .keep_alive = false, .head_method = head_.head_method};
}

}  // namespace sockq
