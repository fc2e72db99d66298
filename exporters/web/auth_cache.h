#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace sockq {

/// Remembers which passwords were right and which were wrong, as HMAC-SHA256 under a key of this
/// process: no password stays in memory. Right and wrong ones have room of their own, so that a
/// flood of wrong ones makes nobody who is known wait. The oldest make room. One thread at a time.
class AuthCache {
 public:
  using Digest = std::array<unsigned char, 32>;

  explicit AuthCache(std::size_t most_of_each = 100);

  /// Of a user, the user's hash ("" of one who is not known), and the password.
  [[nodiscard]] Digest digest(std::string_view user, std::string_view hash,
                              std::string_view password) const;
  [[nodiscard]] std::optional<bool> find(const Digest& digest) const;
  void store(const Digest& digest, bool right);

 private:
  const std::size_t most_;
  Digest key_{};
  std::map<Digest, bool> verdicts_;
  std::array<std::deque<Digest>, 2> by_age_;  ///< of the wrong ones, of the right ones
};

}  // namespace sockq
