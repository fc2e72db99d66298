#pragma once

#include <crypt.h>

#include <memory>
#include <string>
#include <string_view>

namespace sockq {

/// Whether `hash` is one of bcrypt (`$2a$`, `$2b$` or `$2y$`, crypt(5)) with a cost of 4 to 18.
/// One more doubles the time: 10 takes some 50 ms, 18 some 15 s.
[[nodiscard]] bool is_bcrypt(std::string_view hash);

/// Of a hash that is_bcrypt().
[[nodiscard]] int bcrypt_cost(std::string_view hash);

/// Compares passwords with hashes (crypt_r(3)). One thread at a time.
class Bcrypt {
 public:
  /// The time depends on the cost alone. bcrypt looks at the first 72 bytes of a password; one with
  /// a NUL among them matches nothing.
  [[nodiscard]] bool matches(std::string_view password, const std::string& hash);

 private:
  std::unique_ptr<crypt_data> work_ = std::make_unique<crypt_data>();
};

}  // namespace sockq
