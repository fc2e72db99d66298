// The web config file, and what a client says it is.
#include <string>

#include "exporters/web/basic_auth.h"
#include "exporters/web/parse_web_config.h"
#include "tests/fuzz/fuzz.h"

namespace sockq {
namespace {

void check_tls(const TlsConfig& tls) {
  require(tls.cert.empty() != tls.cert_file.empty(), "there is one certificate");
  require(tls.key.empty() != tls.key_file.empty(), "there is one key");
  require(tls.min_version <= tls.max_version, "some version of TLS is left");
  const bool asked = tls.client_auth != ClientAuth::none;
  require(asked || (tls.client_ca.empty() && tls.client_ca_file.empty() &&
                    tls.client_allowed_sans.empty()),
          "clients are checked only where they are asked for a certificate");
}

void read_config(std::string_view text) {
  const std::string file = "web.yml";
  const Result<WebConfig> config = parse_web_config(text, file);
  if (!config.ok()) {
    const std::string line = config.error().line();
    require(line.starts_with(file) && line.find('\n') == std::string::npos,
            "a refusal is one line that begins with the file");
    return;
  }
  if (config.value().tls) check_tls(*config.value().tls);
  for (const auto& [name, value] : config.value().headers)
    require((name + value).find_first_of("\r\n") == std::string::npos, "a header is one line");
  for (const auto& [user, hash] : config.value().users)
    require(hash.starts_with("$2"), "a password is a bcrypt hash");
}

void read_header(std::string_view text) {
  const std::optional<Credentials> said = parse_basic_auth("Basic " + std::string(text));
  if (said) require(said->user.find(':') == std::string::npos, "the first colon ends the name");
}

}  // namespace
}  // namespace sockq

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  sockq::Input input(data, size);
  if (input.byte() == 0)
    sockq::read_header(input.rest());
  else
    sockq::read_config(input.rest());
  return 0;
}
