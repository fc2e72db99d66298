// Text of any bytes that becomes a label, JSON, a line of a log, a page or a terminal's; and the
// addresses and network namespaces that a user types.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "agent/log.h"
#include "collectors/base/socket_address.h"
#include "collectors/base/utf8.h"
#include "collectors/netns/namespace_choice.h"
#include "collectors/unix_name.h"
#include "exporters/escape_html.h"
#include "exporters/families.h"
#include "exporters/family.h"
#include "tests/fuzz/exposition.h"
#include "tests/fuzz/fuzz.h"

namespace sockq {
namespace {

bool is_json_string(const std::string& utf8) {
  return nlohmann::json::parse(nlohmann::json(utf8).dump()) == utf8;
}

void check_utf8(std::string_view text) {
  const std::string valid = valid_utf8(text);
  require(is_json_string(valid), "what is valid UTF-8 here is so elsewhere");
  require(valid_utf8(valid) == valid, "valid text stays as it is");
  const std::string printable = printable_utf8(text);
  require(valid_utf8(printable) == printable, "printable text is valid");
  require(std::ranges::none_of(printable, [](unsigned char c) { return c < 0x20 || c == 0x7F; }),
          "printable text moves no cursor");
}

std::string unescaped(std::string_view text) {
  std::string bytes;
  while (!text.empty()) {
    const bool escape = text.starts_with("\\x");
    bytes += escape ? static_cast<char>(std::stoi(std::string(text.substr(2, 2)), nullptr, 16))
                    : text.front();
    text.remove_prefix(escape ? 4 : 1);
  }
  return bytes;
}

void check_unix_name(std::string_view text) {
  const UnixName name(text);
  const std::string shown = unix_name_text(name);
  const bool abstract = shown.starts_with('@');
  const std::string bytes =
      abstract ? '\0' + unescaped(std::string_view(shown).substr(1)) : unescaped(shown);
  require(bytes == name.bytes(), "a unix name can be read back from its text");
}

void check_label(std::string_view text) {
  Families families{make_family("any", "Any.", prometheus::MetricType::Gauge)};
  add_series(families.front(), 1, {{"label", text}});
  const auto series = read_exposition(exposition_text(families));
  require(series.size() == 1 && series.front().labels.at("label") == valid_utf8(text),
          "a label reads back");
}

void check_log(std::string_view text) {
  const std::string line = "{" + format_log(LogFormat::json, text, {{"field", text}}) + "}";
  const auto parsed = nlohmann::json::parse(line, nullptr, false);
  require(parsed.is_object() && parsed["msg"] == valid_utf8(text), "a line of the log is JSON");
  require(format_log(LogFormat::logfmt, text, {}).find('\n') == std::string::npos,
          "a line of the log is one line");
}

void check_html(std::string_view text) {
  require(escape_html(text).find_first_of("<>\"") == std::string::npos, "HTML is escaped");
}

void check_address(std::string_view text) {
  const Result<SocketAddress> address = parse_stream_address(text);
  if (!address.ok()) return;
  const std::string shown = address.value().text();
  const Result<SocketAddress> again = parse_stream_address(shown);
  require(again.ok() && again.value().text() == shown, "an address reads back");
}

void check_namespace(std::string_view text) {
  const std::string words[] = {std::string(text), "self"};
  const auto choice = parse_namespace_choice(words);
  if (!choice.ok()) return;
  require(choice.value().self && choice.value().all == (text == "all"), "each word is read");
}

}  // namespace
}  // namespace sockq

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  sockq::Input input(data, size);
  constexpr void (*kChecks[])(std::string_view) = {
      sockq::check_utf8, sockq::check_unix_name, sockq::check_label,    sockq::check_log,
      sockq::check_html, sockq::check_address,   sockq::check_namespace};
  const std::string_view text = input.rest();
  for (const auto check : kChecks) check(text);
  return 0;
}
