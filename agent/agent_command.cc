#include <algorithm>
#include <cstdlib>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "agent/commands.h"
#include "agent/listener_filter.h"
#include "agent/output/outputs.h"
#include "agent/outside.h"
#include "agent/sampler.h"
#include "agent/sandbox/sandbox.h"
#include "agent/server/embedded.h"
#include "agent/service_manager.h"
#include "agent/stop_signal.h"
#include "agent/watchdog.h"
#include "build_info.h"
#include "exporters/endpoints.h"
#include "exporters/http_server.h"
#include "exporters/web/web_config_file.h"

namespace sockq {
namespace {

constexpr std::chrono::seconds kLongestGap{10};

Result<Sampler::Options> sampler_options(const AgentOptions& options) {
  auto wanted = make_listener_filter(options.listener_include, options.listener_exclude);
  if (!wanted.ok()) return wanted.error();
  Sampler::Options result;
  result.listeners = {options.peak_window, options.most_listeners,
                      std::max<std::chrono::nanoseconds>(kLongestGap, 2 * options.interval),
                      std::move(wanted).value()};
  result.burst_interval = options.burst_interval;
  result.sweeps.interval = options.sweep_interval;
  result.sweeps.max_cpu = options.sweep_max_cpu / 100;
  result.wait_interval = options.wait_interval;
  result.most_peers = options.most_peers;
  result.owners.pod = options.pod;
  result.owners.pod_namespace = options.pod_namespace;
  result.fast_interval = options.interval;
  result.slow_interval = options.slow_interval;
  result.collectors = every_collector();
  std::erase_if(result.collectors, [&](const Collector* collector) {
    return std::ranges::find(options.disabled, collector->name) != options.disabled.end();
  });
  return result;
}

void report_web_config(const std::optional<Error>& refused) {
  if (refused)
    log_line(LogLevel::error, "web config refused, the one before stays in use",
             {{"error", refused->line()}});
  else
    log_line(LogLevel::info, "web config in use");
}

Result<HttpServer::Options> http_options(const AgentOptions& options) {
  HttpServer::Options result;
  result.max_requests = options.max_requests;
  if (!options.web_config_file.empty()) {
    auto web = WebConfigFile::open(options.web_config_file, &report_web_config);
    if (!web.ok()) return web.error();
    result.web = std::move(web).value();
  }
  if (options.systemd_socket) return result;
  if (options.listen_addresses == std::vector<std::string>{""}) {
    if (!options.textfile.empty() || !options.event_log.empty()) return result;
    return Error{0, "nothing would be told to anybody", "--web.listen-address ''",
                 "give an address, --textfile or --event-log"};
  }
  Result<std::vector<SocketAddress>> listen = parse_socket_addresses(options.listen_addresses);
  if (!listen.ok()) return listen.error();
  result.listen = std::move(listen).value();
  return result;
}

/// Before the sandbox, for a port below 1024 takes CAP_NET_BIND_SERVICE.
Result<Unit> open_listeners(const AgentOptions& options, HttpServer::Options& http) {
  if (options.systemd_socket) {
    Result<std::vector<BoundListener>> passed = inherited_listeners();
    if (!passed.ok()) return passed.error();
    http.inherited = std::move(passed).value();
  }
  for (const SocketAddress& address : std::exchange(http.listen, {})) {
    Result<BoundListener> listener = open_listen_socket(address, SOMAXCONN, false);
    if (!listener.ok()) return listener.error();
    http.inherited.push_back(std::move(listener).value());
  }
  return Unit{};
}

SandboxNeeds sandbox_needs(const AgentOptions& options) {
  const bool owners = std::ranges::find(options.disabled, "owners") == options.disabled.end();
  return {.owners = owners && options.source.replay.empty(),
          .writes_files = !options.textfile.empty() || !options.event_log.empty(),
          .notifies = std::getenv("NOTIFY_SOCKET") != nullptr};
}

void log_addresses(const HttpServer& server, const AgentOptions& options) {
  for (const SocketAddress& address : server.addresses())
    log_line(LogLevel::info, "listening",
             {{"address", address.text()}, {"path", options.telemetry_path}});
}

}  // namespace

int run(const AgentOptions& options) {
  configure_log(options.log_level, options.log_format);
  Result<HttpServer::Options> http = http_options(options);
  if (!http.ok()) return fail(http.error(), kExitUsage);
  const Result<Sampler::Options> sampling = sampler_options(options);
  if (!sampling.ok()) return fail(sampling.error(), kExitUsage);
  if (const Result<Unit> limited = set_own_limits(options.limits); !limited.ok())
    return fail(limited.error(), kExitFailed);
  if (const Result<Unit> opened = open_listeners(options, http.value()); !opened.ok())
    return fail(opened.error(), kExitFailed);

  SandboxNeeds needs = sandbox_needs(options);
  if (!options.sandbox) log_line(LogLevel::warn, "no sandbox", {{"why", "--no-sandbox"}});
  if (const Result<Unit> entered = options.sandbox ? enter_sandbox(needs) : Unit{}; !entered.ok())
    return fail(entered.error(), kExitFailed);
  const Result<std::unique_ptr<Outside>> outside = Outside::open(options.source);
  if (!outside.ok()) return fail(outside.error(), kExitCannotObserve);
  std::optional<EmbeddedServer> reference;
  if (options.reference_server) {
    Result<EmbeddedServer> started = EmbeddedServer::start();
    if (!started.ok()) return fail(started.error(), kExitFailed);
    reference.emplace(std::move(started).value());
    needs.child = reference->pid();
    log_line(LogLevel::info, "reference server", {{"address", reference->address().text()}});
  }
  const Result<StopSignal> stop = StopSignal::block();
  if (!stop.ok()) return fail(stop.error(), kExitFailed);
  Result<Outputs> outputs = Outputs::prepare(options);
  if (!outputs.ok()) return fail(outputs.error(), kExitFailed);
  if (const Result<Unit> closed = options.sandbox ? close_sandbox(needs) : Unit{}; !closed.ok())
    return fail(closed.error(), kExitFailed);

  Sampler sampler(outside.value()->env(), sampling.value());
  const auto snapshot = [&] {
    Snapshot latest = sampler.snapshot();
    latest.outputs = outputs.value().stats();
    return latest;
  };
  if (const Result<Unit> first = sampler.look_once(); !first.ok())
    return fail(first.error(), kExitCannotObserve);
  const Result<std::unique_ptr<HttpServer>> server = HttpServer::start(
      std::move(http).value(),
      make_endpoints({options.telemetry_path, options.collectors, options.disabled}, snapshot));
  if (!server.ok()) return fail(server.error(), kExitFailed);
  sampler.start();
  log_addresses(*server.value(), options);
  outputs.value().start(options, snapshot);
  notify_ready();
  wait_and_tell(stop.value(), sampler);
  log_line(LogLevel::info, "stopping");
  notify_stopping();
  outputs.value().stop();
  return kExitFine;
}

}  // namespace sockq
