#include "exporters/web/web_policy.h"

#include <utility>

#include "exporters/web/text_file.h"

namespace sockq {
namespace {

/// The text itself, or that of the file; "" where neither is given.
Result<std::string> text_of(const std::string& text, const std::string& path) {
  if (path.empty()) return text;
  return read_text_file(path);
}

}  // namespace

std::vector<std::string> named_files(const WebConfig& config) {
  std::vector<std::string> files;
  if (!config.tls) return files;
  for (const std::string& path :
       {config.tls->cert_file, config.tls->key_file, config.tls->client_ca_file})
    if (!path.empty()) files.push_back(path);
  return files;
}

Result<TlsTexts> read_tls_texts(const WebConfig& config) {
  if (!config.tls) return TlsTexts{};
  Result<std::string> cert = text_of(config.tls->cert, config.tls->cert_file);
  if (!cert.ok()) return cert.error();
  Result<std::string> key = text_of(config.tls->key, config.tls->key_file);
  if (!key.ok()) return key.error();
  Result<std::string> client_ca = text_of(config.tls->client_ca, config.tls->client_ca_file);
  if (!client_ca.ok()) return client_ca.error();
  return TlsTexts{std::move(cert).value(), std::move(key).value(), std::move(client_ca).value()};
}

Result<std::shared_ptr<const WebPolicy>> make_policy(WebConfig config, const TlsTexts& texts) {
  auto policy = std::make_shared<WebPolicy>();
  if (config.tls) {
    const auto tls = TlsContext::make(*config.tls, texts);
    if (!tls.ok()) return tls.error();
    policy->tls = tls.value();
  }
  policy->config = std::move(config);
  return std::shared_ptr<const WebPolicy>(std::move(policy));
}

}  // namespace sockq
