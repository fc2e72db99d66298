#include "exporters/web/tls_names.h"

#include <gmock/gmock.h>
#include <gnutls/gnutls.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace sockq {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// What GnuTLS makes of a config: the suites it would use, by its own names, with their version.
class Allowed {
 public:
  explicit Allowed(const TlsConfig& config) {
    if (gnutls_priority_init(&priority_, priority_string(config).c_str(), nullptr) != 0) return;
    for (unsigned i = 0;; ++i) {
      unsigned position = 0;
      const int code = gnutls_priority_get_cipher_suite_index(priority_, i, &position);
      if (code == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE) break;
      if (code < 0) continue;
      suites_.insert(
          gnutls_cipher_suite_info(position, nullptr, nullptr, nullptr, nullptr, nullptr));
    }
  }
  ~Allowed() { gnutls_priority_deinit(priority_); }
  Allowed(const Allowed&) = delete;
  Allowed& operator=(const Allowed&) = delete;

  [[nodiscard]] const std::set<std::string>& suites() const { return suites_; }
  [[nodiscard]] std::vector<std::string> versions() const {
    const unsigned* list = nullptr;
    const int count = gnutls_priority_protocol_list(priority_, &list);
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i)
      names.emplace_back(gnutls_protocol_get_name(static_cast<gnutls_protocol_t>(list[i])));
    return names;
  }
  [[nodiscard]] std::vector<std::string> groups() const {
    const unsigned* list = nullptr;
    const int count = gnutls_priority_group_list(priority_, &list);
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i)
      names.emplace_back(gnutls_group_get_name(static_cast<gnutls_group_t>(list[i])));
    return names;
  }

 private:
  gnutls_priority_t priority_ = nullptr;
  std::set<std::string> suites_;
};

std::vector<std::string> split(const std::string& names) {
  std::vector<std::string> result;
  std::istringstream stream(names);
  for (std::string name; std::getline(stream, name, ',');)
    result.push_back(name.substr(name.find_first_not_of(' ')));
  return result;
}

TEST(TlsNames, ByDefaultTls12And13WithSecrecyForward) {
  const Allowed allowed({});
  EXPECT_THAT(allowed.versions(), ElementsAre("TLS1.3", "TLS1.2"));
  EXPECT_EQ(allowed.suites().size(), 3U + 10U);
  EXPECT_TRUE(allowed.suites().contains("TLS_AES_128_GCM_SHA256"));
  for (const std::string& suite : allowed.suites())
    EXPECT_TRUE(suite.starts_with("TLS_ECDHE_") || suite.starts_with("TLS_AES_") ||
                suite.starts_with("TLS_CHACHA20_"))
        << suite;
  EXPECT_THAT(allowed.groups(), ElementsAre("X25519", "SECP256R1", "SECP384R1", "SECP521R1"));
}

TEST(TlsNames, VersionsAreARange) {
  TlsConfig config;
  config.min_version = TlsVersion::tls10;
  config.max_version = TlsVersion::tls12;
  EXPECT_THAT(Allowed(config).versions(), ElementsAre("TLS1.2", "TLS1.1", "TLS1.0"));
  config.min_version = config.max_version = TlsVersion::tls13;
  EXPECT_THAT(Allowed(config).versions(), ElementsAre("TLS1.3"));
}

TEST(TlsNames, EverySuiteAloneGivesThatSuite) {
  for (const std::string& name : split(cipher_suite_names())) {
    ASSERT_TRUE(is_cipher_suite(name)) << name;
    TlsConfig config;
    config.cipher_suites = {name};
    const bool tls13 = name.find("_WITH_") == name.npos;
    config.min_version = config.max_version = tls13 ? TlsVersion::tls13 : TlsVersion::tls12;
    std::string theirs = name;  // theirs lack "WITH" and, before TLS 1.2, name the digest SHA1
    if (!tls13) theirs.replace(theirs.find("_WITH_"), 6, "_");
    if (theirs.ends_with("CBC_SHA")) theirs += "1";
    if (theirs.ends_with("CHACHA20_POLY1305_SHA256") && !tls13)
      theirs = theirs.substr(0, theirs.size() - 7);
    const Allowed allowed(config);
    ASSERT_EQ(allowed.suites().size(), 1U) << name;
    EXPECT_EQ(*allowed.suites().begin(), theirs);
  }
}

TEST(TlsNames, OldSuitesAloneLeaveTls13ItsOwn) {
  TlsConfig config;
  config.cipher_suites = {"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"};
  EXPECT_TRUE(Allowed(config).suites().contains("TLS_CHACHA20_POLY1305_SHA256"));
}

TEST(TlsNames, CurvesKeepTheirOrder) {
  TlsConfig config;
  config.curves = {"CurveP384", "X25519"};
  EXPECT_THAT(Allowed(config).groups(), ElementsAre("SECP384R1", "X25519"));
  for (const std::string& name : split(curve_names())) EXPECT_TRUE(is_curve(name)) << name;
}

TEST(TlsNames, TheServersOrderCountsUnlessToldOtherwise) {
  TlsConfig config;
  EXPECT_THAT(priority_string(config), HasSubstr(":%SERVER_PRECEDENCE"));
  config.prefer_server_cipher_suites = false;
  EXPECT_THAT(priority_string(config), Not(HasSubstr("PRECEDENCE")));
}

TEST(TlsNames, KnowsNoOtherNames) {
  EXPECT_FALSE(find_tls_version("SSL30"));
  EXPECT_FALSE(find_client_auth("noclientcert"));
  EXPECT_FALSE(is_cipher_suite("TLS_RSA_WITH_RC4_128_SHA"));
  EXPECT_FALSE(is_curve(""));
}

}  // namespace
}  // namespace sockq
