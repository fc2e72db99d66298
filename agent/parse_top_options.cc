#include "agent/parse_top_options.h"

#include <CLI/CLI.hpp>

#include "agent/option_types.h"
#include "agent/parse_source_options.h"

namespace sockq {

CLI::App& add_top(CLI::App& root, TopOptions& options) {
  CLI::App& app = *root.add_subcommand("top", "Watch the queues on the whole terminal");
  add_duration(app, "--interval", options.interval, "Time between two looks [1s]")
      ->check(at_least(std::chrono::milliseconds(100), "100ms"))
      ->check(at_most(std::chrono::minutes(1), "1m"));
  add_source(app, options.source);
  app.add_option("--agent", options.agent, "Watch what the agent at this URL sees instead")
      ->type_name("URL")
      ->excludes(app.get_option("--replay"))
      ->excludes(app.get_option("--path.procfs"));
  return app;
}

}  // namespace sockq
