#include "agent/parse_lab_options.h"

#include <CLI/CLI.hpp>

#include "agent/lab/scenario.h"
#include "agent/option_types.h"

namespace sockq {

CLI::App& add_lab(CLI::App& root, LabOptions& options) {
  static const std::map<std::string, std::string> names = [] {
    std::map<std::string, std::string> result;
    for (const Scenario& scenario : scenario_table()) result.emplace(scenario.name, scenario.name);
    return result;
  }();
  std::string help = "What to show [patterns]:";
  for (const Scenario& scenario : scenario_table())
    help.append("\n").append(scenario.name).append(": ").append(scenario.help);

  CLI::App& app = *root.add_subcommand("lab", "Watch servers under load, beside what was expected");
  add_choice(app, "--scenario", options.scenario, names, help);
  app.add_option("--json", options.json, "Write everything measured into this file")
      ->type_name("FILE");
  app.add_option("--picture", options.picture, "Draw it into this file (SVG)")->type_name("FILE");
  const std::string group = "Of the scenario patterns";
  app.add_option("--rate", options.rate, "Requests a second")
      ->check(CLI::Range(1.0, 10'000.0).description(""))
      ->capture_default_str()
      ->group(group);
  add_duration(app, "--duration", options.duration, "In which requests are due [2s]")
      ->check(at_least(std::chrono::milliseconds(100), "100ms"))
      ->check(at_most(std::chrono::minutes(10), "10m"))
      ->group(group);
  add_duration(app, "--work", options.work, "Time spent before each answer [20ms]")
      ->check(at_least(std::chrono::milliseconds(1), "1ms"))
      ->group(group);
  app.add_option("--backlog", options.backlog, "Of each server")
      ->check(CLI::Range(0, 65535).description(""))
      ->capture_default_str()
      ->group(group);
  app.add_option("--workers", options.workers, "Of prefork, pool and hybrid")
      ->check(CLI::Range(1, 100).description(""))
      ->capture_default_str()
      ->group(group);
  return app;
}

}  // namespace sockq
