#include <CLI/CLI.hpp>
#include <deque>
#include <iostream>
#include <map>

#include "agent/flat_config.h"
#include "agent/option_types.h"
#include "agent/options.h"
#include "agent/parse_doctor_options.h"
#include "agent/parse_lab_options.h"
#include "agent/parse_load_options.h"
#include "agent/parse_serve_options.h"
#include "build_info.h"
#include "collectors/base/text.h"
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

void add_source(CLI::App& app, SourceOptions& source) {
  auto* procfs = app.add_option("--path.procfs", source.procfs, "Where procfs is mounted")
                     ->check(CLI::ExistingDirectory)
                     ->capture_default_str();
  app.add_option("--replay", source.replay, "Look at this recording instead of the machine")
      ->check(CLI::ExistingDirectory)
      ->excludes(procfs);
}

/// A collector and whether it is to run, while the words are read.
struct Choice {
  std::string name;
  bool runs = true;
};

struct Choices {
  std::deque<Choice> all;

  void add_flags(CLI::App& app) {
    for (const Collector& collector : collector_table()) {
      Choice& choice = all.emplace_back(Choice{std::string(collector.name)});
      app.add_flag("--collector." + choice.name + ",!--no-collector." + choice.name, choice.runs,
                   std::string(collector.help))
          ->group("Collectors (all run unless told otherwise)");
    }
  }
  void store(AgentOptions& options) const {
    for (const Choice& choice : all)
      (choice.runs ? options.collectors : options.disabled).push_back(choice.name);
  }
};

CLI::App& add_agent(CLI::App& root, AgentOptions& options, Choices& choices) {
  CLI::App& app = *root.add_subcommand("agent", "Watch the queues and publish them as metrics");
  app.fallthrough();
  app.footer("--config FILE sets what the words do not, in TOML or INI: sample.interval = \"1s\"");
  app.add_option("--web.listen-address", options.listen_addresses,
                 "Address to serve HTTP on; may be given several times")
      ->capture_default_str();
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
  app.add_flag("--reference-server", options.reference_server,
               "Also run a small server with a gentle load, as test traffic");
  add_source(app, options.source);
  choices.add_flags(app);
  return app;
}

CLI::App& add_list(CLI::App& root, ListOptions& options) {
  CLI::App& app = *root.add_subcommand("list", "Show every listener and its accept queue");
  app.add_flag("--json", options.json, "As JSON");
  auto* connections = app.add_flag("--connections", options.connections,
                                   "Show the connections with the fullest queues instead");
  auto* watch =
      app.add_flag("--watch", options.watch, "Again and again, with what happens between");
  add_duration(app, "--interval", options.interval, "Time between two tables of --watch [1s]")
      ->check(at_least(std::chrono::milliseconds(100), "100ms"))
      ->needs(watch);
  watch->excludes(connections);
  app.add_option("--count", options.count, "Tables of --watch; 0 for no end [0]")->needs(watch);
  app.add_option("--record", options.record, "Write all that is read into this new directory");
  add_source(app, options.source);
  return app;
}

/// CLI11 says what is wrong in one line or several, and where; the rest is added here.
Exit refuse(const CLI::App& root, const CLI::ParseError& error) {
  std::string line = error.what();
  line = line.substr(0, line.find('\n'));
  if (const auto extra = root.remaining(); root.get_subcommands().empty() && !extra.empty())
    line = (extra.front().starts_with('-') ? "unknown option '" : "unknown command '") +
           extra.front() + "'";
  std::string command = "sockq";
  for (const CLI::App* chosen : root.get_subcommands()) command += " " + chosen->get_name();
  std::cerr << command << ": " << line << "; see " << command << " --help\n";
  return {kExitUsage};
}

}  // namespace

Command parse_command_line(int argc, const char* const* argv) {
  CLI::App root("sockq: which listener drops clients, how full its queue is, and for how long");
  root.name("sockq");
  root.set_version_flag("--version", std::string("sockq ") + kVersion);
  root.require_subcommand(1);
  root.set_config("--config", "", "File of the agent's options (TOML or INI)");
  root.allow_config_extras(CLI::config_extras_mode::error);
  root.config_formatter(std::make_shared<FlatConfig>("agent"));

  AgentOptions agent;
  ListOptions list;
  ServeOptions serve;
  LoadCommandOptions load;
  LabOptions lab;
  DoctorOptions doctor;
  Choices choices;
  const CLI::App& agent_app = add_agent(root, agent, choices);
  const CLI::App& list_app = add_list(root, list);
  const CLI::App& serve_app = add_serve(root, serve);
  const CLI::App& load_app = add_load(root, load);
  const CLI::App& lab_app = add_lab(root, lab);
  const CLI::App& doctor_app = add_doctor(root, doctor);
  try {
    root.parse(argc, argv);
  } catch (const CLI::Success& success) {
    return Exit{root.exit(success)};
  } catch (const CLI::ParseError& error) {
    return refuse(root, error);
  }
  choices.store(agent);
  if (agent_app.parsed()) return agent;
  if (list_app.parsed()) return list;
  if (serve_app.parsed()) return serve;
  if (load_app.parsed()) return load;
  if (lab_app.parsed()) return lab;
  if (doctor_app.parsed()) return doctor;
  return Exit{kExitUsage};
}

}  // namespace sockq
