#pragma once

#include "agent/options.h"

namespace CLI {
class App;
}

namespace sockq {

/// The command `top`, whose words go to `options`.
CLI::App& add_top(CLI::App& root, TopOptions& options);

}  // namespace sockq
