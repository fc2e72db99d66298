#include "exporters/web/parse_web_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace sockq {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using testing::StartsWith;

const std::string kHash = "$2y$10$X0h1gDsPszWURQaxFh.zoubFi6DXncSjhoQNJgRrnGs7EsimhC7zG";

WebConfig good(const std::string& text) {
  const Result<WebConfig> config = parse_web_config(text, "/etc/sockq/web.yml");
  EXPECT_TRUE(config.ok()) << config.error().line();
  return config.ok() ? config.value() : WebConfig{};
}

std::string refusal(std::string_view text) {
  const Result<WebConfig> config = parse_web_config(text, "web.yml");
  return config.ok() ? "taken" : config.error().line();
}

std::string refusal_of_tls(const std::string& line) {
  return refusal("tls_server_config:\n  cert_file: c\n  key_file: k\n  " + line + "\n");
}

TEST(ParseWebConfig, ReadsEveryKey) {
  const WebConfig config = good(R"(
tls_server_config:
  cert_file: tls/server.pem
  key_file: /keys/server.key
  client_auth_type: RequireAndVerifyClientCert
  client_ca_file: ca.pem
  client_allowed_sans: [prometheus.test, 10.0.0.1]
  min_version: TLS12
  max_version: TLS13
  cipher_suites:
    - TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
  curve_preferences: ["X25519", CurveP256]
  prefer_server_cipher_suites: false
http_server_config:
  http2: false
  headers:
    X-Frame-Options: deny
    Strict-Transport-Security: max-age=60
    Content-Security-Policy: ""
basic_auth_users:
  alice: )" + kHash +
                                "\n  7: " + kHash);
  ASSERT_TRUE(config.tls);
  EXPECT_EQ(config.tls->cert_file, "/etc/sockq/tls/server.pem");
  EXPECT_EQ(config.tls->key_file, "/keys/server.key");
  EXPECT_EQ(config.tls->client_ca_file, "/etc/sockq/ca.pem");
  EXPECT_EQ(config.tls->client_auth, ClientAuth::require_and_verify);
  EXPECT_THAT(config.tls->client_allowed_sans, ElementsAre("prometheus.test", "10.0.0.1"));
  EXPECT_EQ(config.tls->min_version, TlsVersion::tls12);
  EXPECT_EQ(config.tls->max_version, TlsVersion::tls13);
  EXPECT_THAT(config.tls->cipher_suites, ElementsAre("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"));
  EXPECT_THAT(config.tls->curves, ElementsAre("X25519", "CurveP256"));
  EXPECT_FALSE(config.tls->prefer_server_cipher_suites);
  EXPECT_THAT(config.headers, ElementsAre(Pair("X-Frame-Options", "deny"),
                                          Pair("Strict-Transport-Security", "max-age=60")));
  EXPECT_THAT(config.users, ElementsAre(Pair("7", kHash), Pair("alice", kHash)));
}

TEST(ParseWebConfig, HasDefaults) {
  const WebConfig config = good("tls_server_config: {cert_file: c, key_file: k}\n");
  ASSERT_TRUE(config.tls);
  EXPECT_EQ(config.tls->client_auth, ClientAuth::none);
  EXPECT_EQ(config.tls->min_version, TlsVersion::tls12);
  EXPECT_EQ(config.tls->max_version, TlsVersion::tls13);
  EXPECT_TRUE(config.tls->prefer_server_cipher_suites);
}

TEST(ParseWebConfig, NothingMeansPlainHttpForEveryone) {
  for (const char* text :
       {"", "# nothing\n", "{}", "---\n", "tls_server_config:\n",
        "tls_server_config: {}\nbasic_auth_users:\nhttp_server_config: {headers: }"}) {
    const WebConfig config = good(text);
    EXPECT_FALSE(config.tls) << text;
    EXPECT_TRUE(config.users.empty()) << text;
    EXPECT_TRUE(config.headers.empty()) << text;
  }
}

TEST(ParseWebConfig, TakesTextsInline) {
  const WebConfig config = good(
      "tls_server_config:\n  cert: |\n    one\n    two\n  key: three\n  client_ca: four\n"
      "  client_auth_type: VerifyClientCertIfGiven\n");
  ASSERT_TRUE(config.tls);
  EXPECT_EQ(config.tls->cert, "one\ntwo\n");
  EXPECT_EQ(config.tls->key, "three");
  EXPECT_EQ(config.tls->client_ca, "four");
  EXPECT_EQ(config.tls->cert_file, "");
}

TEST(ParseWebConfig, KnowsGosNamesOfClientAuth) {
  const struct {
    const char* name;
    ClientAuth auth;
  } names[] = {{"NoClientCert", ClientAuth::none},
               {"RequestClientCert", ClientAuth::request},
               {"RequireAnyClientCert", ClientAuth::require_any},
               {"RequireClientCert", ClientAuth::require_any},
               {"VerifyClientCertIfGiven", ClientAuth::verify_if_given},
               {"RequireAndVerifyClientCert", ClientAuth::require_and_verify}};
  for (const auto& [name, auth] : names) {
    const WebConfig config =
        good(std::string("tls_server_config: {cert_file: c, key_file: k, client_auth_type: ") +
             name + "}");
    EXPECT_EQ(config.tls->client_auth, auth) << name;
  }
}

TEST(ParseWebConfig, RefusesUnknownKeysWithLineAndRemedy) {
  EXPECT_EQ(refusal("basic_auth_users:\ntls_config:\n  cert_file: x\n"),
            "web.yml:3: unknown key 'tls_config' in the file; remove it, or use one of: "
            "tls_server_config http_server_config basic_auth_users");
  EXPECT_THAT(refusal_of_tls("cert_fil: x"),
              StartsWith("web.yml:4: unknown key 'cert_fil' in tls_server_config; "));
  EXPECT_THAT(refusal("http_server_config:\n  http3: true\n"),
              StartsWith("web.yml:2: unknown key 'http3' in http_server_config; "));
  EXPECT_THAT(refusal("http_server_config:\n  headers:\n    Server: x\n"),
              StartsWith("web.yml:3: this header cannot be set; remove it, or use one of: "));
}

TEST(ParseWebConfig, RefusesBadValues) {
  const struct {
    const char* line;
    const char* why;
  } lines[] = {{"min_version: TLS14", "web.yml:4: no value of min_version; use one of: TLS10"},
               {"max_version: 1.2", "web.yml:4: no value of max_version"},
               {"min_version: [TLS12]", "web.yml:4: min_version is no text"},
               {"max_version: TLS11", "min_version is above max_version"},
               {"client_auth_type: Require", "no value of client_auth_type; use one of: NoClient"},
               {"cipher_suites: [TLS_NULL]", "no value of cipher_suites; use some of: TLS_AES"},
               {"cipher_suites: TLS_AES_128_GCM_SHA256", "cipher_suites is no list"},
               {"curve_preferences: [P256]", "no value of curve_preferences"},
               {"prefer_server_cipher_suites: maybe", "is neither true nor false"},
               {"cert: x", "cert and cert_file are both given"},
               {"key: x", "key and key_file are both given"},
               {"client_ca_file: x", "not asked for a certificate"},
               {"client_allowed_sans: [x]", "not asked for a certificate"},
               {"key_file: again", "'key_file' is given twice"}};
  for (const auto& [line, why] : lines) EXPECT_THAT(refusal_of_tls(line), HasSubstr(why)) << line;
}

TEST(ParseWebConfig, RefusesTlsWithoutCertificateOrKey) {
  EXPECT_THAT(refusal("tls_server_config:\n  min_version: TLS13\n"), HasSubstr("cert_file"));
  EXPECT_THAT(refusal("tls_server_config:\n  cert_file: c\n"),
              HasSubstr("neither key_file nor key"));
  EXPECT_THAT(refusal("tls_server_config:\n  cert_file:\n  key_file: k\n"), HasSubstr("cert_file"));
}

TEST(ParseWebConfig, RefusesBadHeaders) {
  const std::string begin = "http_server_config:\n  headers:\n    ";
  EXPECT_THAT(refusal(begin + "X-Frame-Options: allow\n"),
              StartsWith("web.yml:3: no value of X-Frame-Options; use one of: deny sameorigin"));
  EXPECT_THAT(refusal(begin + "X-Content-Type-Options: sniff\n"), HasSubstr("nosniff"));
  EXPECT_THAT(refusal(begin + "X-XSS-Protection: \"1\\nSet-Cookie: x\"\n"),
              HasSubstr("more than one line"));
}

TEST(ParseWebConfig, RefusesHashesThatAreNotBcrypt) {
  for (const std::string& hash : {std::string("secret"), std::string(), std::string("$2y$10$short"),
                                  kHash + "x", "$1$" + kHash.substr(3), "$2y$03$" + kHash.substr(7),
                                  "$2y$19$" + kHash.substr(7), "$2y$10$" + std::string(53, '-')})
    EXPECT_THAT(refusal("basic_auth_users:\n  alice: '" + hash + "'\n"),
                StartsWith("web.yml:2: no bcrypt hash of cost 4 to 18; make one with: htpasswd"))
        << hash;
}

TEST(ParseWebConfig, SurvivesHostileText) {
  std::string many = "basic_auth_users:\n";
  for (int i = 0; i < 5000; ++i) many += " " + std::to_string(i) + ":\n";
  const std::array<std::pair<std::string, const char*>, 20> texts{
      {{std::string(100'000, 'x'), "64 KiB"},
       {std::string(60'000, '['), "deep"},
       {std::string(60'000, '{'), "deep"},
       {std::string(60'000, '-'), ""},
       {[] {
          std::string lists;
          for (int i = 0; i < 20'000; ++i) lists += "- ";
          return lists;
        }(),
        "deep"},
       {std::string(60'000, '!'), ""},
       {std::string(60'000, '"'), ""},
       {std::string(60'000, '?'), ""},
       {std::string(30'000, '\n') + "x: y", "web.yml:30001: unknown key"},
       {"tls_server_config: &a\n  cert: *a\n", "anchors are not read"},
       {"a: &a x\nb: *a\n", "anchors are not read"},
       {"b: *a\n", "web.yml:1"},
       {"basic_auth_users: !!map {}\n", "tags are not read"},
       {"a: 1\n---\nb: 2\n", "a second document begins"},
       {"basic_auth_users:\n  \xff\xfe: x\n", "not UTF-8"},
       {std::string("\xff\xfe{\0}\0", 6), "not UTF-8"},
       {std::string("basic_auth_users:\n  a\0b: x\n", 27), "web.yml:2: a control character"},
       {"- a\n- b\n", "the file is no map"},
       {"just text", "the file is no map"},
       {many, "too many values"}}};
  for (const auto& [text, why] : texts) {
    EXPECT_NE(refusal(text), "taken") << text.substr(0, 40);
    EXPECT_THAT(refusal(text), HasSubstr(why)) << text.substr(0, 40);
    EXPECT_EQ(refusal(text).find('\n'), std::string::npos) << text.substr(0, 40);
  }
}

TEST(ParseWebConfig, NoCutOrFlippedByteCrashesIt) {
  const std::string text =
      "tls_server_config:\n  cert: |\n    x\n  key_file: k\n  cipher_suites: "
      "['TLS_AES_128_GCM_SHA256'"
      "]\nhttp_server_config: {http2: yes, headers: {X-Frame-Options: deny}}\nbasic_auth_users:\n  "
      "? a"
      "\n  : " +
      kHash + "\n";
  for (std::size_t cut = 0; cut < text.size(); ++cut) {
    static_cast<void>(refusal(text.substr(0, cut)));
    for (const char byte : {'\0', '\n', '\t', ':', '"', '[', '*', '\x80', '#'}) {
      std::string changed = text;
      changed[cut] = byte;
      static_cast<void>(refusal(changed));
    }
  }
}

}  // namespace
}  // namespace sockq
