#include "exporters/web/tls_names.h"

#include <algorithm>
#include <array>
#include <vector>

namespace sockq {
namespace {

template <class T>
struct Named {
  std::string_view name;
  T value;
};

constexpr std::array<Named<TlsVersion>, 4> kVersions{{{"TLS10", TlsVersion::tls10},
                                                      {"TLS11", TlsVersion::tls11},
                                                      {"TLS12", TlsVersion::tls12},
                                                      {"TLS13", TlsVersion::tls13}}};

constexpr std::array<Named<ClientAuth>, 6> kClientAuths{
    {{"NoClientCert", ClientAuth::none},
     {"RequestClientCert", ClientAuth::request},
     {"RequireAnyClientCert", ClientAuth::require_any},
     {"VerifyClientCertIfGiven", ClientAuth::verify_if_given},
     {"RequireAndVerifyClientCert", ClientAuth::require_and_verify},
     {"RequireClientCert", ClientAuth::require_any}}};  // an older name, still taken

constexpr std::array<Named<std::string_view>, 4> kCurves{{{"X25519", "GROUP-X25519"},
                                                          {"CurveP256", "GROUP-SECP256R1"},
                                                          {"CurveP384", "GROUP-SECP384R1"},
                                                          {"CurveP521", "GROUP-SECP521R1"}}};

/// Its name and its parts, as GnuTLS names them. The suites of TLS 1.3 have no key exchange.
struct CipherSuite {
  std::string_view name;
  std::string_view key_exchange;
  std::string_view cipher;
  std::string_view mac;
  bool usual = true;  ///< allowed where a file lists none
};

constexpr std::array<CipherSuite, 17> kSuites{
    {{"TLS_AES_128_GCM_SHA256", "", "AES-128-GCM", "AEAD"},
     {"TLS_AES_256_GCM_SHA384", "", "AES-256-GCM", "AEAD"},
     {"TLS_CHACHA20_POLY1305_SHA256", "", "CHACHA20-POLY1305", "AEAD"},
     {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "ECDHE-ECDSA", "AES-128-GCM", "AEAD"},
     {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "ECDHE-RSA", "AES-128-GCM", "AEAD"},
     {"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "ECDHE-ECDSA", "AES-256-GCM", "AEAD"},
     {"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "ECDHE-RSA", "AES-256-GCM", "AEAD"},
     {"TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-ECDSA", "CHACHA20-POLY1305", "AEAD"},
     {"TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-RSA", "CHACHA20-POLY1305", "AEAD"},
     {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", "ECDHE-ECDSA", "AES-128-CBC", "SHA1"},
     {"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "ECDHE-RSA", "AES-128-CBC", "SHA1"},
     {"TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", "ECDHE-ECDSA", "AES-256-CBC", "SHA1"},
     {"TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", "ECDHE-RSA", "AES-256-CBC", "SHA1"},
     {"TLS_RSA_WITH_AES_128_GCM_SHA256", "RSA", "AES-128-GCM", "AEAD", false},
     {"TLS_RSA_WITH_AES_256_GCM_SHA384", "RSA", "AES-256-GCM", "AEAD", false},
     {"TLS_RSA_WITH_AES_128_CBC_SHA", "RSA", "AES-128-CBC", "SHA1", false},
     {"TLS_RSA_WITH_AES_256_CBC_SHA", "RSA", "AES-256-CBC", "SHA1", false}}};

constexpr std::array<std::string_view, 4> kVersionPriorities{"VERS-TLS1.0", "VERS-TLS1.1",
                                                             "VERS-TLS1.2", "VERS-TLS1.3"};

template <class Table>
auto find_row(const Table& table, std::string_view name) {
  return std::ranges::find_if(table, [name](const auto& row) { return row.name == name; });
}

template <class T, std::size_t N>
std::optional<T> find_value(const std::array<Named<T>, N>& table, std::string_view name) {
  const auto row = find_row(table, name);
  if (row == table.end()) return std::nullopt;
  return row->value;
}

template <class Table>
std::string names_of(const Table& table) {
  std::string names;
  for (const auto& row : table) names.append(names.empty() ? "" : ", ").append(row.name);
  return names;
}

/// Words of a priority string, each once.
class Priority {
 public:
  void add(std::string_view word) {
    if (!word.empty() && std::ranges::find(words_, word) == words_.end()) words_.push_back(word);
  }
  [[nodiscard]] std::string text() const {
    std::string text;
    for (const std::string_view word : words_) text.append(":+").append(word);
    return text;
  }

 private:
  std::vector<std::string_view> words_;
};

std::vector<CipherSuite> wanted_suites(const TlsConfig& config) {
  std::vector<CipherSuite> suites;
  for (const std::string& name : config.cipher_suites)
    if (const auto row = find_row(kSuites, name); row != kSuites.end()) suites.push_back(*row);
  if (!suites.empty()) return suites;
  std::ranges::copy_if(kSuites, std::back_inserter(suites),
                       [](const CipherSuite& suite) { return suite.usual; });
  return suites;
}

void add_suites(const TlsConfig& config, Priority& priority) {
  const std::vector<CipherSuite> suites = wanted_suites(config);
  for (const CipherSuite& suite : suites) priority.add(suite.key_exchange);
  for (const CipherSuite& suite : suites) priority.add(suite.cipher);
  for (const CipherSuite& suite : suites) priority.add(suite.mac);
  const bool serves_tls13 =
      std::ranges::any_of(suites, [](const CipherSuite& suite) { return suite.mac == "AEAD"; });
  if (serves_tls13 || config.max_version != TlsVersion::tls13) return;
  for (const CipherSuite& suite : kSuites) {
    if (!suite.key_exchange.empty()) continue;
    priority.add(suite.cipher);
    priority.add(suite.mac);
  }
}

void add_curves(const TlsConfig& config, Priority& priority) {
  for (const std::string& name : config.curves)
    if (const auto group = find_value(kCurves, name)) priority.add(*group);
  if (!config.curves.empty()) return;
  for (const auto& curve : kCurves) priority.add(curve.value);
}

}  // namespace

std::optional<TlsVersion> find_tls_version(std::string_view name) {
  return find_value(kVersions, name);
}
std::optional<ClientAuth> find_client_auth(std::string_view name) {
  return find_value(kClientAuths, name);
}
bool is_cipher_suite(std::string_view name) { return find_row(kSuites, name) != kSuites.end(); }
bool is_curve(std::string_view name) { return find_row(kCurves, name) != kCurves.end(); }

std::string tls_version_names() { return names_of(kVersions); }
std::string client_auth_names() { return names_of(kClientAuths); }
std::string cipher_suite_names() { return names_of(kSuites); }
std::string curve_names() { return names_of(kCurves); }

std::string priority_string(const TlsConfig& config) {
  Priority priority;
  for (std::size_t version = kVersionPriorities.size(); version-- > 0;) {
    const auto named = static_cast<TlsVersion>(version);
    if (named >= config.min_version && named <= config.max_version)
      priority.add(kVersionPriorities[version]);
  }
  add_suites(config, priority);
  add_curves(config, priority);
  return "NORMAL:-VERS-ALL:-KX-ALL:-CIPHER-ALL:-MAC-ALL:-GROUP-ALL" + priority.text() +
         (config.prefer_server_cipher_suites ? ":%SERVER_PRECEDENCE" : "");
}

}  // namespace sockq
