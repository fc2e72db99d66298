#pragma once

#include <deque>
#include <string>

#include "agent/options.h"

namespace CLI {
class App;
}

namespace sockq {

/// Which collectors are to run, while the words are read.
struct CollectorChoices {
  struct Choice {
    std::string name;
    bool runs = true;
  };
  std::deque<Choice> all;

  void add_flags(CLI::App& app);
  /// What was chosen.
  void store(AgentOptions& options) const;
};

/// The command `agent`, whose words go to `options` and `choices`.
CLI::App& add_agent(CLI::App& root, AgentOptions& options, CollectorChoices& choices);

}  // namespace sockq
