#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sockq {

/// What a client says it is. Any bytes.
struct Credentials {
  std::string user;
  std::string password;
};

/// Reads the value of an Authorization header of the scheme Basic (RFC 7617); nothing where it is
/// none. Pure.
[[nodiscard]] std::optional<Credentials> parse_basic_auth(std::string_view header);

}  // namespace sockq
