#pragma once

#include "agent/options.h"

namespace CLI {
class App;
}

namespace sockq {

/// The command `list`, whose words go to `options`.
CLI::App& add_list(CLI::App& root, ListOptions& options);

}  // namespace sockq
