#pragma once

#include "agent/options.h"

namespace CLI {
class App;
}

namespace sockq {

/// The command `load`, whose words go to `options`.
CLI::App& add_load(CLI::App& root, LoadCommandOptions& options);

}  // namespace sockq
