#pragma once

#include "agent/options.h"

namespace CLI {
class App;
}

namespace sockq {

/// The command `doctor`, whose words go to `options`.
CLI::App& add_doctor(CLI::App& root, DoctorOptions& options);

}  // namespace sockq
