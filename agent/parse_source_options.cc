#include "agent/parse_source_options.h"

#include <CLI/CLI.hpp>

namespace sockq {

void add_source(CLI::App& app, SourceOptions& source) {
  auto* procfs = app.add_option("--path.procfs", source.procfs, "Where procfs is mounted")
                     ->check(CLI::ExistingDirectory)
                     ->capture_default_str();
  app.add_option("--replay", source.replay, "Look at this recording instead of the machine")
      ->check(CLI::ExistingDirectory)
      ->excludes(procfs);
}

}  // namespace sockq
