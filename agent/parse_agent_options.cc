#include "agent/parse_agent_options.h"

#include <CLI/CLI.hpp>
#include <map>

#include "agent/option_types.h"
#include "agent/parse_source_options.h"
#include "collectors/collector.h"

namespace sockq {
namespace {

using std::chrono::nanoseconds;

const std::map<std::string, LogLevel> kLogLevels{{"debug", LogLevel::debug},
                                                 {"info", LogLevel::info},
                                                 {"warn", LogLevel::warn},
                                                 {"error", LogLevel::error}};
const std::map<std::string, LogFormat> kLogFormats{{"logfmt", LogFormat::logfmt},
                                                   {"json", LogFormat::json}};

}  // namespace

void CollectorChoices::add_flags(CLI::App& app) {
  for (const Collector& collector : collector_table()) {
    Choice& choice = all.emplace_back(Choice{std::string(collector.name)});
    app.add_flag("--collector." + choice.name + ",!--no-collector." + choice.name, choice.runs,
                 std::string(collector.help))
        ->group("Collectors (all run unless told otherwise)");
  }
}

void CollectorChoices::store(AgentOptions& options) const {
  for (const Choice& choice : all)
    (choice.runs ? options.collectors : options.disabled).push_back(choice.name);
}

CLI::App& add_agent(CLI::App& root, AgentOptions& options, CollectorChoices& choices) {
  CLI::App& app = *root.add_subcommand("agent", "Watch the queues and publish them as metrics");
  app.fallthrough();
  app.footer("--config FILE sets what the words do not, in TOML or INI: sample.interval = \"1s\"");
  auto* listen =
      app.add_option("--web.listen-address", options.listen_addresses,
                     "Address to serve HTTP on; may be given several times; '' for no HTTP")
          ->capture_default_str();
  app.add_flag("--web.systemd-socket", options.systemd_socket,
               "Serve on the sockets that systemd passes instead (socket activation)")
      ->excludes(listen);
  app.add_option("--web.config.file", options.web_config_file,
                 "File with TLS, users and headers, as Prometheus exporters read it (YAML)");
  app.add_option("--web.telemetry-path", options.telemetry_path, "Path of the metrics")
      ->check(
          [](const std::string& path) { return path.starts_with('/') ? "" : "must begin with /"; })
      ->capture_default_str();
  app.add_option("--web.max-requests", options.max_requests,
                 "Requests answered at once; 0 for no limit")
      ->capture_default_str();
  add_choice(app, "--log.level", options.log_level, kLogLevels,
             "debug, info, warn or error [info]");
  add_choice(app, "--log.format", options.log_format, kLogFormats, "logfmt or json [logfmt]");
  add_duration(app, "--sample.interval", options.interval,
               "Time between two looks at what changes fast [100ms]")
      ->check(at_least(std::chrono::milliseconds(1), "1ms"));
  add_duration(app, "--sample.burst-interval", options.burst_interval,
               "The same while connections wait in a queue, and 1 s longer; 0s for never [10ms]")
      ->check(at_least(nanoseconds(0), "0s"));
  app.add_option("--sample.max-cpu", options.fast_max_cpu,
                 "Most percent of one processor that these looks may use over time")
      ->check(CLI::Range(0.01, 100.0).description(""))
      ->capture_default_str();
  add_duration(app, "--sample.slow-interval", options.slow_interval,
               "Time between two looks at everything else [5s]")
      ->check(at_least(std::chrono::milliseconds(1), "1ms"));
  add_duration(app, "--collector.connections.interval", options.sweep_interval,
               "Time between two sweeps over the connections, at least [5s]")
      ->check(at_least(std::chrono::milliseconds(1), "1ms"));
  app.add_option("--collector.connections.max-cpu", options.sweep_max_cpu,
                 "Most percent of one processor that sweeps may use over time")
      ->check(CLI::Range(0.01, 100.0).description(""))
      ->capture_default_str();
  add_duration(app, "--collector.waits.interval", options.wait_interval,
               "Time between two looks at the oldest connection that waits for accept(), at least; "
               "within the same max-cpu [1s]")
      ->check(at_least(std::chrono::milliseconds(1), "1ms"));
  app.add_option("--peer.max", options.most_peers,
                 "Tell no more peers of outgoing connections apart than this; the rest is 'other'")
      ->check(CLI::Range(0, 1024).description(""))
      ->capture_default_str();
  add_duration(app, "--peak.window", options.peak_window, "How far back a peak is remembered [60s]")
      ->check(at_least(std::chrono::seconds(1), "1s"));
  app.add_option("--listener.include", options.listener_include,
                 "Watch listeners whose address matches this expression (RE2) only");
  app.add_option("--listener.exclude", options.listener_exclude,
                 "Watch no listener whose address matches this expression (RE2)");
  app.add_option("--listener.max", options.most_listeners, "Watch no more listeners than this")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--pod.name", options.pod, "Name of the Kubernetes pod that sockq runs in")
      ->envname("POD_NAME");
  app.add_option("--pod.namespace", options.pod_namespace, "Namespace of that pod")
      ->envname("POD_NAMESPACE");
  app.add_option("--pod.info", options.pod_info,
                 "Directory with files 'name' and 'namespace' of that pod, from the downward API")
      ->check(CLI::ExistingDirectory);
  app.add_option("--textfile", options.textfile,
                 "Keep the metrics in sockq.prom of this directory, for node_exporter's textfile "
                 "collector")
      ->type_name("DIR");
  add_duration(app, "--textfile.interval", options.textfile_interval,
               "Time between two writings of that file [15s]")
      ->check(at_least(std::chrono::seconds(1), "1s"));
  app.add_option(
         "--event-log", options.event_log,
         "Append a line of JSON to this file for each overflow, listener that comes or goes "
         "and collector that fails; '-' for standard output")
      ->type_name("FILE");
  app.add_flag("--reference-server", options.reference_server,
               "Also run a small server with a gentle load, as test traffic");
  add_size(app, "--max-memory", options.limits.max_memory,
           "Use no more memory than this, what is only reserved included; 0 for no bound [0]");
  app.add_option("--nice", options.limits.nice, "Give way to other programs, 19 to all (nice(1))")
      ->check(CLI::Range(0, 19).description(""))
      ->capture_default_str();
  app.add_flag("--io-idle", options.limits.io_idle,
               "Have disks serve all other programs first (ionice(1), class idle)");
  app.add_flag("!--no-sandbox", options.sandbox,
               "Keep every capability and all system calls, if the sandbox should be in the way");
  add_source(app, options.source);
  add_netns(app, options.netns);
  choices.add_flags(app);
  return app;
}

}  // namespace sockq
