#include "exporters/web/bcrypt.h"

#include <gnutls/gnutls.h>

#include <algorithm>

#include "collectors/base/text.h"

namespace sockq {
namespace {

constexpr std::size_t kHashBytes = 60;      // "$2y$10$", 22 of salt, 31 of hash
constexpr std::size_t kPasswordBytes = 72;  // what Blowfish's key takes
constexpr int kLeastCost = 4;
constexpr int kMostCost = 18;
constexpr std::string_view kAlphabet =
    "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

}  // namespace

int bcrypt_cost(std::string_view hash) { return parse_number<int>(hash.substr(4, 2)).value_or(0); }

bool is_bcrypt(std::string_view hash) {
  if (hash.size() != kHashBytes || hash[3] != '$' || hash[6] != '$') return false;
  const std::string_view kind = hash.substr(0, 3);
  if (kind != "$2a" && kind != "$2b" && kind != "$2y") return false;
  const int cost = bcrypt_cost(hash);
  return cost >= kLeastCost && cost <= kMostCost &&
         hash.substr(7).find_first_not_of(kAlphabet) == hash.npos;
}

bool Bcrypt::matches(std::string_view password, const std::string& hash) {
  std::string key(password.substr(0, kPasswordBytes));
  const bool whole = key.find('\0') == key.npos;
  const char* made = ::crypt_r(key.c_str(), hash.c_str(), work_.get());
  const bool same = made != nullptr && std::string_view(made).size() == hash.size() &&
                    gnutls_memcmp(made, hash.data(), hash.size()) == 0;
  gnutls_memset(key.data(), 0, key.size());
  return whole && same;
}

}  // namespace sockq
