#include "agent/server/protocol/length_framer.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

namespace sockq {
namespace {

constexpr std::size_t kPrefix = sizeof(std::uint32_t);

/// Moves bytes from the front of `bytes` to `to` until this has `size`; false where it has fewer.
bool fill(std::string& to, std::size_t size, std::string_view& bytes) {
  const std::size_t taken = std::min(size - to.size(), bytes.size());
  to.append(bytes.substr(0, taken));
  bytes.remove_prefix(taken);
  return to.size() == size;
}

std::uint32_t length_of(std::string_view message) {
  std::uint32_t length = 0;
  std::memcpy(&length, message.data(), kPrefix);
  return ntohl(length);
}

}  // namespace

std::optional<FramedRequest> LengthFramer::next(std::string_view& bytes) {
  if (over_) bytes = {};
  if (over_ || (message_.size() < kPrefix && !fill(message_, kPrefix, bytes))) return std::nullopt;
  const std::size_t length = length_of(message_);
  if (length > kLimit) {
    over_ = true;
    return FramedRequest{
        .status = 400, .keep_alive = false, .echo = message("error: message too long")};
  }
  if (!fill(message_, kPrefix + length, bytes)) return std::nullopt;
  return FramedRequest{.echo = std::exchange(message_, {})};
}

std::string LengthFramer::message(std::string_view text) {
  const std::uint32_t length = htonl(static_cast<std::uint32_t>(text.size()));
  std::string result(kPrefix, '\0');
  std::memcpy(result.data(), &length, kPrefix);
  return result.append(text);
}

}  // namespace sockq
