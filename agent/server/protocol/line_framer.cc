#include "agent/server/protocol/line_framer.h"

#include <utility>

namespace sockq {

std::optional<FramedRequest> LineFramer::next(std::string_view& bytes) {
  const std::size_t newline = bytes.find('\n');
  const bool whole = newline != std::string_view::npos;
  const std::string_view part = bytes.substr(0, whole ? newline + 1 : bytes.size());
  bytes.remove_prefix(part.size());
  if (over_) return std::nullopt;
  if (line_.size() + part.size() > kLimit) {
    over_ = true;
    return FramedRequest{.status = 400, .keep_alive = false, .echo = "error: line too long\n"};
  }
  line_.append(part);
  if (!whole) return std::nullopt;
  return FramedRequest{.echo = std::exchange(line_, {})};
}

}  // namespace sockq
