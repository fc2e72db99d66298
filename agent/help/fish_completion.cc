#include "agent/help/help_page.h"

namespace sockq {
namespace {

/// The first line of a help within single quotes.
std::string quoted(const std::string& help) {
  std::string text = "'";
  for (const char letter : help.substr(0, help.find('\n'))) {
    if (letter == '\'' || letter == '\\') text += '\\';
    text += letter;
  }
  return text + "'";
}

std::string value_of(const OptionWords& option) {
  if (option.value.empty()) return "";
  if (option.value == "FILE") return " -r -F";
  if (option.value == "DIR") return " -x -a '(__fish_complete_directories)'";
  std::string choices;
  for (const std::string& choice : option.choices) choices += (choices.empty() ? "" : " ") + choice;
  return choices.empty() ? " -x" : " -x -a '" + choices + "'";
}

std::string lines(const std::string& condition, const std::vector<OptionWords>& options) {
  std::string text;
  for (const OptionWords& option : options)
    for (const std::string& name : option.names) {
      const bool is_long = name.starts_with("--");
      text += "complete -c sockq -n '" + condition + (is_long ? "' -l " : "' -s ") +
              name.substr(is_long ? 2 : 1) + value_of(option) + " -d " + quoted(option.help) + "\n";
    }
  return text;
}

}  // namespace

std::string fish_completion(const CommandWords& program) {
  std::string text = "# fish completion for sockq\ncomplete -c sockq -f\n";
  for (const CommandWords& command : program.commands)
    text += "complete -c sockq -n __fish_use_subcommand -a " + command.name + " -d " +
            quoted(command.help) + "\n";
  text += lines("__fish_use_subcommand", program.options);
  for (const CommandWords& command : program.commands)
    text += lines("__fish_seen_subcommand_from " + command.name, command.options);
  return text;
}

}  // namespace sockq
