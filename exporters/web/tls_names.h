#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "exporters/web/web_config.h"

namespace sockq {

/// The names that a web config file uses are Go's (crypto/tls); GnuTLS has its own. Pure.

[[nodiscard]] std::optional<TlsVersion> find_tls_version(std::string_view name);  ///< "TLS12"
[[nodiscard]] std::optional<ClientAuth> find_client_auth(std::string_view name);
[[nodiscard]] bool is_cipher_suite(std::string_view name);
[[nodiscard]] bool is_curve(std::string_view name);

/// All the names, for a refusal: "TLS10, TLS11, ...".
[[nodiscard]] std::string tls_version_names();
[[nodiscard]] std::string client_auth_names();
[[nodiscard]] std::string cipher_suite_names();
[[nodiscard]] std::string curve_names();

/// What GnuTLS is to allow (its manual, "Priority Strings"). It knows no suites below TLS 1.3 but
/// their parts, so what is allowed is every combination of the parts of the suites that are listed.
/// TLS 1.3 uses their ciphers; where none of them is one of its own, it uses all of its own.
[[nodiscard]] std::string priority_string(const TlsConfig& config);

}  // namespace sockq
