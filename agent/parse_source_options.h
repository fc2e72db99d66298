#pragma once

#include "agent/options.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace sockq {

/// Options of every command that looks at the machine, or at a recording of one.
void add_source(CLI::App& app, SourceOptions& source);

/// --netns and --netns.max, after add_source(): a recording holds one network namespace.
CLI::Option* add_netns(CLI::App& app, NetnsOptions& netns);

}  // namespace sockq
