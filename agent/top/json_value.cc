#include "agent/top/json_value.h"

namespace sockq {

const Json& member(const Json& value, const char* name) {
  static const Json null;
  const auto found = value.find(name);
  return found == value.end() ? null : *found;
}

std::string text_of(const Json& value, const char* name) {
  const Json& text = member(value, name);
  return text.is_string() ? text.get<std::string>() : "";
}

std::optional<double> number_of(const Json& value, const char* name) {
  const Json& number = member(value, name);
  return number.is_number() ? std::optional(number.get<double>()) : std::nullopt;
}

std::optional<std::uint64_t> count_of(const Json& value, const char* name) {
  const Json& number = member(value, name);
  return number.is_number_unsigned() ? std::optional(number.get<std::uint64_t>()) : std::nullopt;
}

bool is_true(const Json& value, const char* name) {
  const Json& flag = member(value, name);
  return flag.is_boolean() && flag.get<bool>();
}

}  // namespace sockq
