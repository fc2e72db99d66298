#include "agent/server/protocol/request_head.h"

#include <algorithm>

#include "collectors/base/text.h"

namespace sockq {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_word(std::string_view text, std::string_view lower_word) {
  return std::ranges::equal(text, lower_word, {}, lower);
}

bool is_token_char(char c) {  // RFC 9110, 5.6.2
  const char l = lower(c);
  return (l >= 'a' && l <= 'z') || (c >= '0' && c <= '9') ||
         (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_token_char);
}

bool is_target_char(char c) { return c > ' ' && c < '\x7f'; }

bool is_value_char(char c) {
  return c == '\t' || (static_cast<unsigned char>(c) >= ' ' && c != '\x7f');
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// Cuts the part before the next `separator` off the front of `text`.
std::string_view next_part(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  const std::string_view part = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  return part;
}

void parse_connection_options(std::string_view options, RequestHead& head) {
  while (!options.empty()) {
    const std::string_view option = trimmed(next_part(options, ','));
    if (same_word(option, "close")) head.close = true;
    if (same_word(option, "keep-alive")) head.keep_alive = true;
  }
}

bool parse_content_length(std::string_view value, RequestHead& head) {
  if (head.content_length) return false;
  head.content_length = parse_number<std::uint64_t>(value);
  return head.content_length.has_value();
}

}  // namespace

bool parse_request_line(std::string_view line, RequestHead& head) {
  const std::string_view method = next_part(line, ' ');
  const std::string_view target = next_part(line, ' ');
  const std::string_view version = line;
  head.head_method = method == "HEAD";
  head.http10 = version == "HTTP/1.0";
  return is_token(method) && !target.empty() && std::ranges::all_of(target, is_target_char) &&
         version.size() == 8 && version.starts_with("HTTP/1.") && version[7] >= '0' &&
         version[7] <= '9';
}

bool parse_field_line(std::string_view line, RequestHead& head) {
  if (line.find(':') == std::string_view::npos) return false;
  const std::string_view name = next_part(line, ':');
  const std::string_view value = trimmed(line);
  if (!is_token(name) || !std::ranges::all_of(value, is_value_char)) return false;
  if (same_word(name, "content-length")) return parse_content_length(value, head);
  if (same_word(name, "connection")) parse_connection_options(value, head);
  if (same_word(name, "transfer-encoding")) head.transfer_encoding = true;
  if (same_word(name, "host")) ++head.hosts;
  return true;
}

}  // namespace sockq
