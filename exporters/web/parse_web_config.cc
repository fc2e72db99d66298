#include "exporters/web/parse_web_config.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "exporters/web/bcrypt.h"
#include "exporters/web/tls_names.h"
#include "exporters/web/yaml_reader.h"
#include "exporters/web/yaml_text.h"

namespace sockq {
namespace {

/// A header that a file may set, and the values it may have; any where there is none.
struct SettableHeader {
  std::string_view name;
  std::vector<std::string_view> values;
};

const std::array<SettableHeader, 5>& settable_headers() {
  static const std::array<SettableHeader, 5> headers{{{"Content-Security-Policy", {}},
                                                      {"Strict-Transport-Security", {}},
                                                      {"X-Content-Type-Options", {"nosniff"}},
                                                      {"X-Frame-Options", {"deny", "sameorigin"}},
                                                      {"X-XSS-Protection", {}}}};
  return headers;
}

/// One run over one file.
class Run {
 public:
  explicit Run(const std::string& file)
      : reader_(file), folder_(std::filesystem::path(file).parent_path()) {}

  Result<WebConfig> read(const YAML::Node& root) {
    reader_.map(root, "the file",
                {{"tls_server_config", [this](const auto& node) { read_tls(node); }},
                 {"http_server_config", [this](const auto& node) { read_http(node); }},
                 {"basic_auth_users", [this](const auto& node) { read_users(node); }}});
    if (reader_.error()) return *reader_.error();
    return std::move(config_);
  }

 private:
  using Node = YAML::Node;

  void read_tls(const Node& node) {
    if (node.size() == 0 && (node.IsNull() || node.IsMap())) return;
    TlsConfig& tls = config_.tls.emplace();
    reader_.map(
        node, "tls_server_config",
        {text_key("cert", tls.cert),
         path_key("cert_file", tls.cert_file),
         text_key("key", tls.key),
         path_key("key_file", tls.key_file),
         text_key("client_ca", tls.client_ca),
         path_key("client_ca_file", tls.client_ca_file),
         choice_key("client_auth_type", tls.client_auth, find_client_auth, client_auth_names),
         choice_key("min_version", tls.min_version, find_tls_version, tls_version_names),
         choice_key("max_version", tls.max_version, find_tls_version, tls_version_names),
         names_key("cipher_suites", tls.cipher_suites, is_cipher_suite, cipher_suite_names),
         names_key("curve_preferences", tls.curves, is_curve, curve_names),
         {"client_allowed_sans",
          [&](const Node& value) {
            reader_.list(value, "client_allowed_sans", [&](const std::string& san, const Node&) {
              tls.client_allowed_sans.push_back(san);
            });
          }},
         {"prefer_server_cipher_suites", [&](const Node& value) {
            tls.prefer_server_cipher_suites = reader_.flag(value, "prefer_server_cipher_suites");
          }}});
    check_tls(node, tls);
  }

  void check_tls(const Node& node, const TlsConfig& tls) {
    require_one(node, "cert", tls.cert, tls.cert_file);
    require_one(node, "key", tls.key, tls.key_file);
    const bool has_ca = !tls.client_ca.empty() || !tls.client_ca_file.empty();
    if (!tls.client_ca.empty() && !tls.client_ca_file.empty())
      reader_.refuse(node, "client_ca and client_ca_file are both given", "give one");
    if (tls.client_auth == ClientAuth::none && (has_ca || !tls.client_allowed_sans.empty()))
      reader_.refuse(node, "clients are to be checked, but not asked for a certificate",
                     "set client_auth_type: RequireAndVerifyClientCert");
    if (tls.min_version > tls.max_version)
      reader_.refuse(node, "min_version is above max_version", "give a lower min_version");
  }

  void require_one(const Node& node, const std::string& name, const std::string& text,
                   const std::string& path) {
    if (!text.empty() && !path.empty())
      reader_.refuse(node, name + " and " + name + "_file are both given", "give one");
    if (text.empty() && path.empty())
      reader_.refuse(node, "tls_server_config has neither " + name + "_file nor " + name,
                     "give one, or remove tls_server_config for plain HTTP");
  }

  void read_http(const Node& node) {
    reader_.map(
        node, "http_server_config",
        {{"http2", [this](const Node& value) { static_cast<void>(reader_.flag(value, "http2")); }},
         {"headers", [this](const Node& value) { read_headers(value); }}});
  }

  void read_headers(const Node& node) {
    reader_.pairs(node, "headers", [this](const std::string& name, const Node& value) {
      const auto& known = settable_headers();
      const auto header = std::ranges::find(known, name, &SettableHeader::name);
      if (header == known.end()) {
        std::string remedy = "remove it, or use one of:";
        for (const SettableHeader& one : known) remedy.append(" ").append(one.name);
        return reader_.refuse(value, "this header cannot be set", std::move(remedy));
      }
      add_header(*header, reader_.text(value, name), value);
    });
  }

  void add_header(const SettableHeader& header, const std::string& text, const Node& node) {
    const std::string name(header.name);
    const bool allowed =
        header.values.empty() || std::ranges::find(header.values, text) != header.values.end();
    if (!allowed) {
      std::string remedy = "use one of:";
      for (const std::string_view value : header.values) remedy.append(" ").append(value);
      return reader_.refuse(node, "no value of " + name, std::move(remedy));
    }
    if (std::ranges::any_of(text, [](unsigned char letter) { return letter < 0x20; }))
      return reader_.refuse(node, name + " has more than one line", "write it in one line");
    if (!text.empty()) config_.headers.emplace_back(name, text);
  }

  void read_users(const Node& node) {
    reader_.pairs(node, "basic_auth_users", [this](const std::string& name, const Node& value) {
      std::string hash = reader_.text(value, "the hash of a user");
      if (!is_bcrypt(hash))
        reader_.refuse(value, "no bcrypt hash of cost 4 to 18",
                       "make one with: htpasswd -nBC 10 \"\" | tr -d ':\\n'");
      config_.users.emplace(name, std::move(hash));
    });
  }

  YamlReader::Key text_key(std::string_view name, std::string& text) {
    return {name, [this, name, &text](const Node& node) { text = reader_.text(node, name); }};
  }

  YamlReader::Key path_key(std::string_view name, std::string& path) {
    return {name, [this, name, &path](const Node& node) {
              path = reader_.text(node, name);
              if (!path.empty()) path = (folder_ / path).string();
            }};
  }

  template <class T>
  YamlReader::Key choice_key(std::string_view name, T& choice,
                             std::optional<T> (*find)(std::string_view), std::string (*names)()) {
    return {name, [=, this, &choice](const Node& node) {
              const std::string word = reader_.text(node, name);
              if (word.empty()) return;
              const std::optional<T> found = find(word);
              if (!found)
                return reader_.refuse(node, "no value of " + std::string(name),
                                      "use one of: " + names());
              choice = *found;
            }};
  }

  YamlReader::Key names_key(std::string_view name, std::vector<std::string>& chosen,
                            bool (*is_known)(std::string_view), std::string (*names)()) {
    return {name, [=, this, &chosen](const Node& node) {
              reader_.list(node, name, [&](const std::string& word, const Node& at) {
                if (!is_known(word))
                  return reader_.refuse(at, "no value of " + std::string(name),
                                        "use some of: " + names());
                chosen.push_back(word);
              });
            }};
  }

  YamlReader reader_;
  const std::filesystem::path folder_;
  WebConfig config_;
};

}  // namespace

Result<WebConfig> parse_web_config(std::string_view text, const std::string& file) {
  const Result<YAML::Node> root = load_yaml(text, file);
  if (!root.ok()) return root.error();
  return Run(file).read(root.value());
}

}  // namespace sockq
