#include <algorithm>
#include <cstdlib>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "agent/agent_http.h"
#include "agent/agent_sampling.h"
#include "agent/commands.h"
#include "agent/doctor/finding_watch.h"
#include "agent/output/outputs.h"
#include "agent/outside.h"
#include "agent/sampler.h"
#include "agent/sandbox/sandbox.h"
#include "agent/server/embedded.h"
#include "agent/service_manager.h"
#include "agent/stop_signal.h"
#include "agent/watch_namespaces.h"
#include "agent/watchdog.h"
#include "exporters/endpoints.h"
#include "exporters/http_server.h"

namespace sockq {
namespace {

SandboxNeeds sandbox_needs(const AgentOptions& options) {
  const bool owners = std::ranges::find(options.disabled, "owners") == options.disabled.end();
  return {.owners = owners && options.source.replay.empty(),
          .other_namespaces = options.netns.words != NetnsOptions{}.words,
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
  const Result<SamplingOptions> sampling = sampling_options(options);
  if (!sampling.ok()) return fail(sampling.error(), kExitUsage);
  if (const Result<Unit> limited = set_own_limits(options.limits); !limited.ok())
    return fail(limited.error(), kExitFailed);
  if (const Result<Unit> opened = open_listeners(options, http.value()); !opened.ok())
    return fail(opened.error(), kExitFailed);

  SandboxNeeds needs = sandbox_needs(options);
  if (!options.sandbox) log_line(LogLevel::warn, "no sandbox", {{"why", "--no-sandbox"}});
  const Result<std::string> kept = options.sandbox ? enter_sandbox(needs) : std::string();
  if (!kept.ok()) return fail(kept.error(), kExitFailed);
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
  Result<Outputs> outputs = Outputs::prepare(options);
  if (!outputs.ok()) return fail(outputs.error(), kExitFailed);
  const Result<StopSignal> stop = StopSignal::block();
  if (!stop.ok()) return fail(stop.error(), kExitFailed);
  const Result<std::unique_ptr<NamespaceWatch>> watch =
      watch_namespaces(*outside.value(), options.netns);
  if (!watch.ok()) return fail(watch.error(), kExitUsage);
  const Result<Unit> closed = options.sandbox ? close_sandbox(needs, kept.value()) : Unit{};
  if (!closed.ok()) return fail(closed.error(), kExitFailed);

  Sampler sampler(outside.value()->env(), sampling.value(), watch.value().get());
  if (const Result<Unit> first = sampler.look_once(); !first.ok())
    return fail(first.error(), kExitCannotObserve);
  FindingWatch findings([&sampler] { return sampler.snapshot(); }, options.slow_interval);
  const auto snapshot = [&] {
    Snapshot latest = findings.snapshot();
    latest.outputs = outputs.value().stats();
    return latest;
  };
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
