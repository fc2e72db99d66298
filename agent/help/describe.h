#pragma once

#include "agent/help/command_words.h"

namespace CLI {
class App;
}

namespace sockq {

/// What a command takes and --help says of it, as values.
[[nodiscard]] CommandWords describe(const CLI::App& app);

}  // namespace sockq
