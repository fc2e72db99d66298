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

CLI::Option* add_netns(CLI::App& app, NetnsOptions& netns) {
  auto* words = app.add_option("--netns", netns.words,
                               "Network namespaces to look at: all, self, a name of ip netns, a "
                               "path, or a process that lives there; may be given several times")
                    ->excludes("--replay")
                    ->capture_default_str();
  app.add_option("--netns.max", netns.most, "Look at no more other network namespaces than this")
      ->check(CLI::Range(1, 4096).description(""))
      ->needs(words)
      ->capture_default_str();
  return words;
}

}  // namespace sockq
