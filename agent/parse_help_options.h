#pragma once

#include <string>

namespace CLI {
class App;
}

namespace sockq {

/// The command `help`, whose choice of a form goes to `form`.
CLI::App& add_help(CLI::App& root, std::string& form);

/// What it prints: all that `root` says, in that form.
[[nodiscard]] std::string help_text(const CLI::App& root, const std::string& form);

}  // namespace sockq
