#include "exporters/accept_encoding.h"

#include <strings.h>

#include <algorithm>
#include <optional>

namespace sockq {
namespace {

struct Coding {
  std::string_view name;
  bool wanted;
};

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

std::string_view trim(std::string_view text) {
  constexpr const char* kBlank = " \t";
  text.remove_prefix(std::min(text.find_first_not_of(kBlank), text.size()));
  return text.substr(0, text.find_last_not_of(kBlank) + 1);
}

/// Cuts the text before `separator`, or all of it, off the front.
std::string_view next_part(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return trim(part);
}

/// Whether a weight such as "q=0.5" is above 0 (RFC 9110, 12.4.2).
std::optional<bool> parse_weight(std::string_view text) {
  if (!equals_ignoring_case(text.substr(0, 2), "q=")) return std::nullopt;
  text.remove_prefix(2);
  if (text.empty() || text.size() > 5) return std::nullopt;
  const bool one = text[0] == '1';
  if (!one && text[0] != '0') return std::nullopt;
  if (text.size() > 1 && text[1] != '.') return std::nullopt;
  const std::string_view digits = text.substr(std::min<std::size_t>(text.size(), 2));
  if (digits.find_first_not_of(one ? "0" : "0123456789") != digits.npos) return std::nullopt;
  return one || digits.find_first_not_of('0') != digits.npos;
}

std::optional<Coding> parse_coding(std::string_view text) {
  const bool weighted = text.find(';') != text.npos;
  const std::string_view name = next_part(text, ';');
  if (!weighted) return Coding{name, true};
  const std::optional<bool> wanted = parse_weight(trim(text));
  if (!wanted) return std::nullopt;
  return Coding{name, *wanted};
}

}  // namespace

bool accepts_gzip(std::string_view accept_encoding) {
  std::optional<bool> gzip;
  std::optional<bool> any;
  while (!accept_encoding.empty()) {
    const std::optional<Coding> coding = parse_coding(next_part(accept_encoding, ','));
    if (!coding) continue;
    if (coding->name == "*") any = coding->wanted;
    if (equals_ignoring_case(coding->name, "gzip") || equals_ignoring_case(coding->name, "x-gzip"))
      gzip = coding->wanted;
  }
  return gzip.value_or(any.value_or(false));
}

}  // namespace sockq
