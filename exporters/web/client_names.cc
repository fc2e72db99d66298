#include "exporters/web/client_names.h"

#include <arpa/inet.h>
#include <gnutls/x509.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

namespace sockq {
namespace {

constexpr unsigned kMostNames = 1024;

std::string address_text(const unsigned char* bytes, std::size_t size) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (size != 4 && size != 16) return "";
  return ::inet_ntop(size == 4 ? AF_INET : AF_INET6, bytes, text.data(), text.size());
}

/// One name as text, "" of a kind that no list can name; nothing past the last one.
std::optional<std::string> name_at(gnutls_x509_crt_t certificate, unsigned position) {
  std::array<unsigned char, 1024> bytes{};
  std::size_t size = bytes.size();
  const int kind =
      gnutls_x509_crt_get_subject_alt_name(certificate, position, bytes.data(), &size, nullptr);
  if (kind == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE) return std::nullopt;
  if (kind == GNUTLS_SAN_IPADDRESS) return address_text(bytes.data(), size);
  const bool text =
      kind == GNUTLS_SAN_DNSNAME || kind == GNUTLS_SAN_RFC822NAME || kind == GNUTLS_SAN_URI;
  return text ? std::string(reinterpret_cast<const char*>(bytes.data()), size) : "";
}

}  // namespace

bool has_name(const gnutls_datum_t& certificate, const std::vector<std::string>& allowed) {
  gnutls_x509_crt_t parsed = nullptr;
  if (gnutls_x509_crt_init(&parsed) != GNUTLS_E_SUCCESS) return false;
  const std::unique_ptr<gnutls_x509_crt_int, decltype(&gnutls_x509_crt_deinit)> owner(
      parsed, &gnutls_x509_crt_deinit);
  if (gnutls_x509_crt_import(parsed, &certificate, GNUTLS_X509_FMT_DER) != GNUTLS_E_SUCCESS)
    return false;
  for (unsigned position = 0; position < kMostNames; ++position) {
    const std::optional<std::string> name = name_at(parsed, position);
    if (!name) return false;
    if (!name->empty() && std::ranges::find(allowed, *name) != allowed.end()) return true;
  }
  return false;
}

}  // namespace sockq
