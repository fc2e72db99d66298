#include "exporters/web/tls_context.h"

#include <gnutls/x509.h>

#include "exporters/web/client_names.h"
#include "exporters/web/tls_names.h"

namespace sockq {
namespace {

gnutls_datum_t datum(const std::string& text) {
  return {reinterpret_cast<unsigned char*>(const_cast<char*>(text.data())),
          static_cast<unsigned>(text.size())};
}

Error refusal(const std::string& what, int code, const std::string& where, std::string remedy) {
  return {0, what + ": " + gnutls_strerror(code), where, std::move(remedy)};
}

const std::string& name_of(const std::string& path, const std::string& key) {
  return path.empty() ? key : path;
}

gnutls_certificate_request_t request_of(ClientAuth auth) {
  switch (auth) {
    case ClientAuth::none:
      return GNUTLS_CERT_IGNORE;
    case ClientAuth::request:
    case ClientAuth::verify_if_given:
      return GNUTLS_CERT_REQUEST;
    case ClientAuth::require_any:
    case ClientAuth::require_and_verify:
      break;
  }
  return GNUTLS_CERT_REQUIRE;
}

bool is_signed_by_authority(gnutls_session_t session) {
  std::string purpose = GNUTLS_KP_TLS_WWW_CLIENT;
  gnutls_typed_vdata_st wanted{GNUTLS_DT_KEY_PURPOSE_OID,
                               reinterpret_cast<unsigned char*>(purpose.data()), 0};
  unsigned faults = 0;
  return gnutls_certificate_verify_peers(session, &wanted, 1, &faults) == GNUTLS_E_SUCCESS &&
         faults == 0;
}

}  // namespace

Result<std::shared_ptr<const TlsContext>> TlsContext::make(const TlsConfig& config,
                                                           const TlsTexts& texts) {
  const std::shared_ptr<TlsContext> context(new TlsContext(config));
  const Result<Unit> loaded = context->load(texts);
  if (!loaded.ok()) return loaded.error();
  return std::shared_ptr<const TlsContext>(context);
}

Result<Unit> TlsContext::load(const TlsTexts& texts) {
  gnutls_certificate_credentials_t credentials = nullptr;
  if (const int code = gnutls_certificate_allocate_credentials(&credentials); code < 0)
    return refusal("cannot begin TLS", code, "GnuTLS", "");
  credentials_.reset(credentials);

  const gnutls_datum_t cert = datum(texts.cert);
  const gnutls_datum_t key = datum(texts.key);
  if (const int code = gnutls_certificate_set_x509_key_mem2(credentials, &cert, &key,
                                                            GNUTLS_X509_FMT_PEM, nullptr, 0);
      code < 0)
    return refusal("no certificate with its key", code, name_of(config_.cert_file, "cert"),
                   "give a certificate and the key it was made with, both as PEM");

  gnutls_priority_t priority = nullptr;
  if (const int code = gnutls_priority_init(&priority, priority_string(config_).c_str(), nullptr);
      code < 0)
    return refusal("GnuTLS does not take the versions, suites and curves", code,
                   "tls_server_config", "name others");
  priority_.reset(priority);
  return load_client_authorities(texts.client_ca);
}

Result<Unit> TlsContext::load_client_authorities(const std::string& text) {
  const bool verifies = config_.client_auth == ClientAuth::verify_if_given ||
                        config_.client_auth == ClientAuth::require_and_verify;
  if (text.empty() && verifies) gnutls_certificate_set_x509_system_trust(credentials_.get());
  if (text.empty()) return Unit{};
  const gnutls_datum_t authorities = datum(text);
  const int count =
      gnutls_certificate_set_x509_trust_mem(credentials_.get(), &authorities, GNUTLS_X509_FMT_PEM);
  if (count > 0) return Unit{};
  return refusal("no certificates of authorities",
                 count == 0 ? GNUTLS_E_NO_CERTIFICATE_FOUND : count,
                 name_of(config_.client_ca_file, "client_ca"), "give them as PEM");
}

bool TlsContext::apply(gnutls_session_t session) const {
  gnutls_session_set_ptr(session, const_cast<TlsContext*>(this));
  gnutls_certificate_server_set_request(session, request_of(config_.client_auth));
  if (config_.client_auth != ClientAuth::none)
    gnutls_session_set_verify_function(session, &TlsContext::verify_client);
  return gnutls_priority_set(session, priority_.get()) == GNUTLS_E_SUCCESS &&
         gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials_.get()) ==
             GNUTLS_E_SUCCESS;
}

int TlsContext::verify_client(gnutls_session_t session) {
  const auto* context = static_cast<const TlsContext*>(gnutls_session_get_ptr(session));
  if (context->trusts(session)) return 0;
  gnutls_alert_send(session, GNUTLS_AL_FATAL, GNUTLS_A_BAD_CERTIFICATE);
  return GNUTLS_E_CERTIFICATE_ERROR;
}

bool TlsContext::trusts(gnutls_session_t session) const {
  unsigned count = 0;
  const gnutls_datum_t* chain = gnutls_certificate_get_peers(session, &count);
  if (chain == nullptr || count == 0)
    return request_of(config_.client_auth) != GNUTLS_CERT_REQUIRE &&
           config_.client_allowed_sans.empty();
  const bool verifies = config_.client_auth == ClientAuth::verify_if_given ||
                        config_.client_auth == ClientAuth::require_and_verify;
  if (verifies && !is_signed_by_authority(session)) return false;
  return config_.client_allowed_sans.empty() || has_name(*chain, config_.client_allowed_sans);
}

}  // namespace sockq
