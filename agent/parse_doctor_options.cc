#include "agent/parse_doctor_options.h"

#include <CLI/CLI.hpp>

#include "agent/option_types.h"

namespace sockq {

CLI::App& add_doctor(CLI::App& root, DoctorOptions& options) {
  CLI::App& app = *root.add_subcommand("doctor", "Say what is wrong now, why, and what to do");
  app.footer("Exit code: 0 healthy, 1 something found, 2 wrong words, 3 cannot observe");
  add_duration(app, "--for", options.time, "How long to look [3s]")
      ->check(at_least(std::chrono::milliseconds(10), "10ms"))
      ->check(at_most(std::chrono::minutes(10), "10m"));
  app.add_flag("--json", options.json, "As JSON, as /api/v1/findings of the agent");
  auto* agent = app.add_option("--agent", options.agent,
                               "Ask the agent at this URL instead: http[s]://[USER:PASSWORD@]HOST");
  auto* record =
      app.add_option("--record", options.record, "Write all that is read into this new directory");
  auto* procfs = app.add_option("--path.procfs", options.source.procfs, "Where procfs is mounted")
                     ->check(CLI::ExistingDirectory)
                     ->capture_default_str();
  auto* replay = app.add_option("--replay", options.source.replay,
                                "Look at this recording instead of the machine")
                     ->check(CLI::ExistingDirectory)
                     ->excludes(procfs);
  agent->excludes(record)->excludes(replay)->excludes(procfs);
  return app;
}

}  // namespace sockq
