#include "agent/server/load/answer_reader.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cctype>
#include <cstring>

#include "agent/server/protocol/length_framer.h"
#include "collectors/base/text.h"

namespace sockq {
namespace {

using State = AnswerReader::State;

constexpr std::size_t kHeadLimit = 65536;

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

/// The value of the first field of that name, in lower case.
std::optional<std::string> field(std::string_view head, std::string_view name) {
  while (!head.empty()) {
    std::string_view line = next_line(head);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || lower(line.substr(0, colon)) != name) continue;
    line.remove_prefix(colon + 1);
    const std::size_t begin = line.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return "";
    return lower(line.substr(begin, line.find_last_not_of(" \t\r") + 1 - begin));
  }
  return std::nullopt;
}

}  // namespace

std::string load_request(Framing framing, std::string_view host, bool keep_alive) {
  if (framing == Framing::lines) return "ping\n";
  if (framing == Framing::length) return LengthFramer::message("ping");
  std::string request = "GET / HTTP/1.1\r\nHost: ";
  return request.append(host).append(keep_alive ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n");
}

State AnswerReader::take(std::string_view bytes) {
  if (framing_ == Framing::http) return take_http(bytes);
  head_.append(bytes);
  if (framing_ == Framing::lines) {
    const std::size_t end = head_.find('\n');
    if (end == std::string::npos)
      return head_.size() > kHeadLimit ? State::malformed : State::unfinished;
    return end + 1 == head_.size() ? State::whole : State::malformed;
  }
  std::uint32_t length = 0;
  if (head_.size() < sizeof(length)) return State::unfinished;
  std::memcpy(&length, head_.data(), sizeof(length));
  const std::size_t size = sizeof(length) + ntohl(length);
  if (head_.size() > size || size > sizeof(length) + LengthFramer::kLimit) return State::malformed;
  return head_.size() == size ? State::whole : State::unfinished;
}

State AnswerReader::take_http(std::string_view bytes) {
  if (head_whole_) return take_body(bytes.size());
  head_.append(bytes);
  const std::size_t end = head_.find("\r\n\r\n");
  if (end == std::string::npos)
    return head_.size() > kHeadLimit ? State::malformed : State::unfinished;
  head_whole_ = true;
  if (!parse_head(std::string_view(head_).substr(0, end + 2))) return State::malformed;
  return take_body(head_.size() - end - 4);
}

bool AnswerReader::parse_head(std::string_view head) {
  const std::string_view start = head.substr(0, head.find('\r'));
  if (!start.starts_with("HTTP/1.") || start.size() < 12) return false;
  const auto status = parse_number<int>(start.substr(9, 3));
  if (!status) return false;
  status_ = *status;
  last_ = field(head, "connection") == "close";
  if (const auto length = field(head, "content-length")) {
    body_left_ = parse_number<std::uint64_t>(*length);
    return body_left_.has_value();
  }
  if (status_ == 204 || status_ == 304) body_left_ = 0;
  return true;
}

State AnswerReader::take_body(std::size_t size) {
  if (!body_left_) return State::unfinished;
  if (size > *body_left_) return State::malformed;
  *body_left_ -= size;
  return *body_left_ == 0 ? State::whole : State::unfinished;
}

State AnswerReader::end() const {
  return head_whole_ && !body_left_ ? State::whole : State::unfinished;
}

}  // namespace sockq
