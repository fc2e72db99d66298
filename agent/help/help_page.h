#pragma once

#include <string>

#include "agent/help/command_words.h"

namespace sockq {

// The command line in the forms that other programs read. Pure.

/// A manual page of section 1 (man(7)), dated "2026-01-31".
[[nodiscard]] std::string man_page(const CommandWords& program, const std::string& version,
                                   const std::string& date);

// Completion: of commands, options, and values where they are known.

/// For bash, with nothing else installed.
[[nodiscard]] std::string bash_completion(const CommandWords& program);
/// A function for zsh's $fpath.
[[nodiscard]] std::string zsh_completion(const CommandWords& program);
[[nodiscard]] std::string fish_completion(const CommandWords& program);

}  // namespace sockq
