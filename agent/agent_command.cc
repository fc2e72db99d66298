#include <algorithm>
#include <optional>
#include <string>

#include "agent/commands.h"
#include "agent/doctor/finding_watch.h"
#include "agent/listener_filter.h"
#include "agent/outside.h"
#include "agent/sampler.h"
#include "agent/server/embedded.h"
#include "agent/stop_signal.h"
#include "build_info.h"
#include "exporters/endpoints.h"
#include "exporters/http_server.h"

namespace sockq {
namespace {

Result<Sampler::Options> sampler_options(const AgentOptions& options) {
  auto wanted = make_listener_filter(options.listener_include, options.listener_exclude);
  if (!wanted.ok()) return wanted.error();
  Sampler::Options result;
  result.listeners = {options.peak_window, options.most_listeners, std::move(wanted).value()};
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

Result<HttpServer::Options> http_options(const AgentOptions& options) {
  HttpServer::Options result;
  result.max_requests = options.max_requests;
  Result<std::vector<SocketAddress>> listen = parse_socket_addresses(options.listen_addresses);
  if (!listen.ok()) return listen.error();
  result.listen = std::move(listen).value();
  return result;
}

void log_addresses(const HttpServer& server, const AgentOptions& options) {
  for (const SocketAddress& address : server.addresses())
    log_line(LogLevel::info, "listening",
             {{"address", address.text()}, {"path", options.telemetry_path}});
}

}  // namespace

int run(const AgentOptions& options) {
  configure_log(options.log_level, options.log_format);
  const Result<HttpServer::Options> http = http_options(options);
  if (!http.ok()) return fail(http.error(), kExitUsage);
  const Result<Sampler::Options> sampling = sampler_options(options);
  if (!sampling.ok()) return fail(sampling.error(), kExitUsage);
  const Result<std::unique_ptr<Outside>> outside = Outside::open(options.source);
  if (!outside.ok()) return fail(outside.error(), kExitCannotObserve);

  std::optional<EmbeddedServer> reference;
  if (options.reference_server) {
    Result<EmbeddedServer> started = EmbeddedServer::start();
    if (!started.ok()) return fail(started.error(), kExitFailed);
    reference.emplace(std::move(started).value());
    log_line(LogLevel::info, "reference server", {{"address", reference->address().text()}});
  }
  const Result<StopSignal> stop = StopSignal::block();
  if (!stop.ok()) return fail(stop.error(), kExitFailed);

  Sampler sampler(outside.value()->env(), sampling.value());
  if (const Result<Unit> first = sampler.look_once(); !first.ok())
    return fail(first.error(), kExitCannotObserve);
  FindingWatch watch([&sampler] { return sampler.snapshot(); }, options.slow_interval);
  const Result<std::unique_ptr<HttpServer>> server = HttpServer::start(
      http.value(), make_endpoints({options.telemetry_path, options.collectors, options.disabled},
                                   [&watch] { return watch.snapshot(); }));
  if (!server.ok()) return fail(server.error(), kExitFailed);
  sampler.start();
  log_addresses(*server.value(), options);
  stop.value().wait();
  log_line(LogLevel::info, "stopping");
  return kExitFine;
}

}  // namespace sockq
