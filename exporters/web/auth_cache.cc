#include "exporters/web/auth_cache.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

namespace sockq {

AuthCache::AuthCache(std::size_t most_of_each) : most_(most_of_each) {
  gnutls_rnd(GNUTLS_RND_KEY, key_.data(), key_.size());
}

AuthCache::Digest AuthCache::digest(std::string_view user, std::string_view hash,
                                    std::string_view password) const {
  std::string text = std::to_string(user.size()) + ":" + std::to_string(hash.size()) + ":";
  text.append(user).append(hash).append(password);
  Digest digest{};
  gnutls_hmac_fast(GNUTLS_MAC_SHA256, key_.data(), key_.size(), text.data(), text.size(),
                   digest.data());
  gnutls_memset(text.data(), 0, text.size());
  return digest;
}

std::optional<bool> AuthCache::find(const Digest& digest) const {
  const auto found = verdicts_.find(digest);
  if (found == verdicts_.end()) return std::nullopt;
  return found->second;
}

void AuthCache::store(const Digest& digest, bool right) {
  if (!verdicts_.emplace(digest, right).second) return;
  std::deque<Digest>& known = by_age_[right ? 1 : 0];
  known.push_back(digest);
  if (known.size() <= most_) return;
  verdicts_.erase(known.front());
  known.pop_front();
}

}  // namespace sockq
