#pragma once

#include <gnutls/gnutls.h>

#include <memory>
#include <string>

#include "collectors/base/result.h"
#include "exporters/web/web_config.h"

namespace sockq {

/// The texts (PEM) that a TlsConfig gives or names.
struct TlsTexts {
  std::string cert;
  std::string key;
  std::string client_ca;  ///< empty for the system's authorities

  bool operator==(const TlsTexts&) const = default;
};

/// How TLS connections of a server begin: certificate, versions, suites, and what is asked of the
/// client. Immutable; for any thread.
class TlsContext {
 public:
  /// An Error that names `config.cert_file` or another part where a text makes no sense.
  [[nodiscard]] static Result<std::shared_ptr<const TlsContext>> make(const TlsConfig& config,
                                                                      const TlsTexts& texts);

  /// For a server's session before its handshake. The context must outlive the session, and is what
  /// its pointer (gnutls_session_set_ptr) says. False where GnuTLS refuses.
  [[nodiscard]] bool apply(gnutls_session_t session) const;

 private:
  struct Free {
    void operator()(gnutls_certificate_credentials_t credentials) const {
      gnutls_certificate_free_credentials(credentials);
    }
    void operator()(gnutls_priority_t priority) const { gnutls_priority_deinit(priority); }
  };

  explicit TlsContext(const TlsConfig& config) : config_(config) {}
  [[nodiscard]] Result<Unit> load(const TlsTexts& texts);
  [[nodiscard]] Result<Unit> load_client_authorities(const std::string& text);
  [[nodiscard]] bool trusts(gnutls_session_t session) const;
  static int verify_client(gnutls_session_t session);

  const TlsConfig config_;
  std::unique_ptr<gnutls_certificate_credentials_st, Free> credentials_;
  std::unique_ptr<gnutls_priority_st, Free> priority_;
};

}  // namespace sockq
