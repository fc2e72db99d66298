#include "exporters/endpoints.h"

#include <algorithm>

#include "build_info.h"
#include "exporters/connection_json.h"
#include "exporters/escape_html.h"
#include "exporters/finding_json.h"
#include "exporters/http_answer.h"
#include "exporters/listener_json.h"

namespace sockq {
namespace {

constexpr const char* kHtml = "text/html; charset=utf-8";
constexpr const char* kJson = "application/json; charset=utf-8";

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

HttpResponse page(const char* type, std::string body) { return {200, type, std::move(body), {}}; }

HttpResponse metrics_page(const HttpRequest& request, const EndpointOptions& options,
                          const Snapshot& snapshot) {
  const Result<CollectorNames> wanted = choose_collectors(request, options);
  if (!wanted.ok()) return text_response(400, wanted.error().line());
  return page(kExpositionType, exposition_text(make_families(snapshot, wanted.value())));
}

std::string landing_page(const EndpointOptions& options) {
  const std::string path = escape_html(options.telemetry_path);
  std::string page =
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>sockq</title>"
      "<style>body{font-family:sans-serif;margin:3em auto;max-width:40em;line-height:1.5}"
      "</style></head>\n<body><h1>sockq</h1>\n"
      "<p>Watches the queues between the network and the programs of this machine.</p>\n<ul>\n";
  page += "<li><a href=\"" + path + "\">Metrics</a> for Prometheus</li>\n";
  page +=
      "<li><a href=\"/api/v1/listeners\">Listeners</a> as JSON</li>\n"
      "<li><a href=\"/api/v1/connections\">Fullest connections</a> as JSON</li>\n"
      "<li><a href=\"/api/v1/findings\">Findings</a>, what is wrong now, as JSON</li>\n"
      "<li><a href=\"/-/healthy\">Healthy?</a></li>\n"
      "<li><a href=\"/-/ready\">Ready?</a></li>\n</ul>\n";
  page +=
      "<p>Version " + std::string(kVersion) + ", revision " + kRevision + "</p></body></html>\n";
  return page;
}

HttpResponse route(const HttpRequest& request, const EndpointOptions& options,
                   const std::function<Snapshot()>& snapshot) {
  if (request.path == options.telemetry_path) return metrics_page(request, options, snapshot());
  if (request.path == "/") return page(kHtml, landing_page(options));
  if (request.path == "/-/healthy") return text_response(200, "sockq is healthy.");
  if (request.path == "/-/ready") return text_response(200, "sockq is ready.");
  if (request.path == "/api/v1/listeners") return page(kJson, listeners_json(snapshot()));
  if (request.path == "/api/v1/connections") return page(kJson, connections_json(snapshot()));
  if (request.path == "/api/v1/findings") return page(kJson, findings_json(snapshot()));
  return text_response(404, "no such page; see /");
}

}  // namespace

Result<CollectorNames> choose_collectors(const HttpRequest& request,
                                         const EndpointOptions& options) {
  CollectorNames collect;
  CollectorNames exclude;
  for (const auto& [key, value] : request.query) {
    if (key != "collect[]" && key != "exclude[]") continue;
    const bool runs = contains(options.collectors, value);
    if (!runs && contains(options.disabled, value))
      return Error{0, "this collector is disabled", value, "start sockq with --collector." + value};
    if (!runs) return Error{0, "no such collector", value, "see sockq agent --help"};
    (key == "collect[]" ? collect : exclude).push_back(value);
  }
  if (!collect.empty() && !exclude.empty())
    return Error{0, "collect[] and exclude[] cannot be given together", "query", "give one"};
  if (!collect.empty()) return collect;
  CollectorNames wanted;
  for (const std::string& name : options.collectors)
    if (std::ranges::find(exclude, name) == exclude.end()) wanted.push_back(name);
  return wanted;
}

HttpHandler make_endpoints(EndpointOptions options, std::function<Snapshot()> snapshot) {
  return [options = std::move(options), snapshot = std::move(snapshot)](
             const HttpRequest& request) { return route(request, options, snapshot); };
}

}  // namespace sockq
