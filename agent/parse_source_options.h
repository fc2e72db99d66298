#pragma once

#include "agent/options.h"

namespace CLI {
class App;
}

namespace sockq {

/// Options of every command that looks at the machine, or at a recording of one.
void add_source(CLI::App& app, SourceOptions& source);

}  // namespace sockq
