#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sockq {

/// The versions of TLS that a file may name, the oldest first.
enum class TlsVersion : std::uint8_t { tls10, tls11, tls12, tls13 };

/// What a client's certificate is for: the names and meanings of Go's crypto/tls ClientAuthType.
enum class ClientAuth : std::uint8_t {
  none,                ///< not asked for
  request,             ///< asked for; any or none will do
  require_any,         ///< any will do
  verify_if_given,     ///< none, or one that a client_ca has signed
  require_and_verify,  ///< one that a client_ca has signed
};

/// `tls_server_config`. Of each pair of a text (PEM) and its file at most one is set.
struct TlsConfig {
  std::string cert;
  std::string cert_file;
  std::string key;
  std::string key_file;
  std::string client_ca;  ///< without either of the two, the system's authorities
  std::string client_ca_file;
  ClientAuth client_auth = ClientAuth::none;
  std::vector<std::string> client_allowed_sans;  ///< of which the certificate must have one; or any
  TlsVersion min_version = TlsVersion::tls12;
  TlsVersion max_version = TlsVersion::tls13;
  std::vector<std::string> cipher_suites;  ///< Go's names, all known; empty for the usual ones
  std::vector<std::string> curves;         ///< the same
  bool prefer_server_cipher_suites = true;
};

/// What a web config file says, in the format of the Prometheus exporter-toolkit
/// (docs/web-configuration.md). Paths are absolute, or relative to the working directory.
struct WebConfig {
  std::optional<TlsConfig> tls;                              ///< or plain HTTP
  std::vector<std::pair<std::string, std::string>> headers;  ///< of every response
  std::map<std::string, std::string, std::less<>> users;     ///< name to bcrypt hash; or everyone
};

}  // namespace sockq
