#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace sockq {

using Json = nlohmann::ordered_json;

// Members of a foreign JSON value, whatever that is; throw nothing.

/// The member of that name; null where there is none.
[[nodiscard]] const Json& member(const Json& value, const char* name);
/// The member where it is text, or "".
[[nodiscard]] std::string text_of(const Json& value, const char* name);
/// The member where it is a number, or nothing.
[[nodiscard]] std::optional<double> number_of(const Json& value, const char* name);
/// The member where it is a whole number of 64 bits that is not negative, or nothing.
[[nodiscard]] std::optional<std::uint64_t> count_of(const Json& value, const char* name);
/// The member where it is true.
[[nodiscard]] bool is_true(const Json& value, const char* name);

}  // namespace sockq
