// What a client of the agent may say: path, query and Accept-Encoding, through the pages.
#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "collectors/base/text.h"
#include "exporters/accept_encoding.h"
#include "exporters/endpoints.h"
#include "exporters/http_answer.h"
#include "exporters/mhd_service.h"
#include "tests/fuzz/exposition.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/gunzip.h"

namespace sockq {
namespace {

std::string decoded(std::string_view text) {
  std::string result(text.substr(0, text.find('\0')));
  const std::size_t length = MhdService::unescape(nullptr, nullptr, result.data());
  require(length <= result.size(), "what is decoded is no longer");
  result.resize(length);
  return result;
}

/// "/path?key=value&key=value", as libmicrohttpd cuts it.
HttpRequest read_target(std::string method, std::string_view target) {
  HttpRequest request{std::move(method), decoded(target.substr(0, target.find('?'))), {}};
  std::string_view query = target.substr(std::min(target.find('?'), target.size() - 1) + 1);
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    request.query.emplace_back(decoded(pair.substr(0, equals)),
                               decoded(pair.substr(std::min(equals + 1, pair.size()))));
  }
  return request;
}

Snapshot any_snapshot() {
  Snapshot snapshot;
  Listener& listener = snapshot.namespaces.emplace_back().listeners.emplace().emplace_back();
  listener.address = "127.0.0.1:80";
  listener.sockets = 1;
  snapshot.namespaces.front().values[0] = 3;
  return snapshot;
}

void check_page(HttpResponse response, const HttpRequest& request) {
  const auto packed = std::ranges::find(response.headers, "Content-Encoding",
                                        &std::pair<std::string, std::string>::first);
  if (packed != response.headers.end()) {
    const auto unpacked = gunzip(response.body, std::size_t{1} << 20U);
    require(unpacked.has_value(), "what is packed can be unpacked");
    response.body = *unpacked;
  }
  require(response.status == 200 || response.status == 400 || response.status == 404 ||
              response.status == 405,
          "a page answers what it can");
  if (response.status == 200 && request.path == "/metrics") (void)read_exposition(response.body);
  if (response.status != 200) require(response.body.ends_with('\n'), "a refusal is text");
}

void check_accept(std::string_view field) {
  const std::string text(field);
  std::string upper = text;
  std::ranges::transform(upper, upper.begin(), [](char letter) {
    return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 32) : letter;
  });
  require(accepts_gzip(upper) == accepts_gzip(text), "the case of letters says nothing");
  require(accepts_gzip("," + text + ",") == accepts_gzip(text), "empty parts say nothing");
  require(accepts_gzip(text + ",gzip"), "the last word counts");
  require(!accepts_gzip(text + ",gzip;q=0"), "the last word counts");
}

}  // namespace
}  // namespace sockq

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sockq;
  static const EndpointOptions options{"/metrics", {"listeners", "netstat", "unix"}, {"waits"}};
  static const HttpHandler pages = make_endpoints(options, any_snapshot);
  Input input(data, size);
  constexpr std::array<const char*, 4> kMethods = {"GET", "HEAD", "POST", ""};
  const char* method = kMethods[input.byte() % kMethods.size()];
  const std::string_view target = input.part();
  const std::string_view accept = input.rest();
  if (target.empty()) return 0;
  const HttpRequest request = read_target(method, target);
  check_page(answer(pages, request, accept), request);
  check_accept(accept);
  if (const auto chosen = choose_collectors(request, options); chosen.ok())
    for (const std::string_view name : chosen.value())
      require(std::ranges::find(options.collectors, name) != options.collectors.end(),
              "only what runs is chosen");
  return 0;
}
