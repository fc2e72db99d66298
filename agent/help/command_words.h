#pragma once

#include <string>
#include <vector>

namespace sockq {

/// An option, or an argument that has no name.
struct OptionWords {
  std::vector<std::string> names;  ///< "-h", "--help"; of an argument its one name, without dashes
  std::string value;               ///< "DURATION", "debug|info"; empty: it takes none
  std::vector<std::string> choices;  ///< every value it may have; empty: others are possible
  std::string preset;                ///< what it is where nothing is given, where that is known
  std::string help;
  std::string group;
  std::string variable;  ///< of the environment, that sets it too
};

/// The program or one of its commands, with all that may be said to it.
struct CommandWords {
  std::string name;
  std::string help;
  std::string footer;
  std::vector<OptionWords> options;
  std::vector<OptionWords> arguments;
  std::vector<CommandWords> commands;
};

}  // namespace sockq
