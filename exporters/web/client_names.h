#pragma once

#include <gnutls/gnutls.h>

#include <string>
#include <vector>

namespace sockq {

/// Whether one of the Subject Alternative Names (DNS, e-mail, IP address or URI) of a certificate
/// (DER) is, byte for byte, among `allowed`.
[[nodiscard]] bool has_name(const gnutls_datum_t& certificate,
                            const std::vector<std::string>& allowed);

}  // namespace sockq
