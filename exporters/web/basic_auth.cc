#include "exporters/web/basic_auth.h"

#include <gnutls/gnutls.h>
#include <strings.h>

#include <memory>

namespace sockq {
namespace {

constexpr std::string_view kScheme = "Basic ";

std::optional<std::string> decode_base64(std::string_view text) {
  const std::string copy(text);
  const gnutls_datum_t encoded{reinterpret_cast<unsigned char*>(const_cast<char*>(copy.data())),
                               static_cast<unsigned>(copy.size())};
  gnutls_datum_t decoded{nullptr, 0};
  if (gnutls_base64_decode2(&encoded, &decoded) != GNUTLS_E_SUCCESS) return std::nullopt;
  const std::unique_ptr<unsigned char, decltype(gnutls_free)> owner(decoded.data, gnutls_free);
  return std::string(reinterpret_cast<const char*>(decoded.data), decoded.size);
}

}  // namespace

std::optional<Credentials> parse_basic_auth(std::string_view header) {
  if (header.size() <= kScheme.size() ||
      ::strncasecmp(header.data(), kScheme.data(), kScheme.size()) != 0)
    return std::nullopt;
  const std::optional<std::string> decoded = decode_base64(header.substr(kScheme.size()));
  if (!decoded) return std::nullopt;
  const std::size_t colon = decoded->find(':');
  if (colon == decoded->npos) return std::nullopt;
  return Credentials{decoded->substr(0, colon), decoded->substr(colon + 1)};
}

}  // namespace sockq
