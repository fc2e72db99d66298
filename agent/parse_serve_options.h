#pragma once

#include "agent/options.h"

namespace CLI {
class App;
}

namespace sockq {

/// The command `serve`, whose words go to `options`.
CLI::App& add_serve(CLI::App& root, ServeOptions& options);

}  // namespace sockq
