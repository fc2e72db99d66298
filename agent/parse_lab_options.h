#pragma once

#include "agent/options.h"

namespace CLI {
class App;
}

namespace sockq {

/// The command `lab`, whose words go to `options`.
CLI::App& add_lab(CLI::App& root, LabOptions& options);

}  // namespace sockq
