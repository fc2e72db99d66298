#include "agent/parse_list_options.h"

#include <CLI/CLI.hpp>

#include "agent/option_types.h"
#include "agent/parse_source_options.h"

namespace sockq {

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
  auto* record =
      app.add_option("--record", options.record, "Write all that is read into this new directory")
          ->type_name("DIR");
  add_source(app, options.source);
  add_netns(app, options.netns)->excludes(record);
  return app;
}

}  // namespace sockq
