#include "agent/help/help_page.h"

namespace sockq {
namespace {

std::string joined(const std::vector<std::string>& words, const char* between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

std::string names_of(const std::vector<OptionWords>& options) {
  std::string text;
  for (const OptionWords& option : options)
    for (const std::string& name : option.names) text += (text.empty() ? "" : " ") + name;
  return text;
}

/// What follows an option that takes a value.
std::string value_case(const std::string& command, const OptionWords& option) {
  std::vector<std::string> patterns;
  for (const std::string& name : option.names) patterns.push_back(command + ":" + name);
  std::string text = "    " + joined(patterns, " | ") + ")\n";
  if (!option.choices.empty())
    text += "      mapfile -t COMPREPLY < <(compgen -W '" + joined(option.choices, " ") +
            "' -- \"$cur\")\n";
  else if (option.value == "DIR")
    text += "      mapfile -t COMPREPLY < <(compgen -d -- \"$cur\")\n";
  else if (option.value == "FILE")
    text += "      mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n";
  return text + "      return\n      ;;\n";
}

std::string value_cases(const std::string& command, const std::vector<OptionWords>& options) {
  std::string text;
  for (const OptionWords& option : options)
    if (!option.value.empty()) text += value_case(command, option);
  return text;
}

}  // namespace

std::string bash_completion(const CommandWords& program) {
  std::vector<std::string> commands;
  for (const CommandWords& command : program.commands) commands.push_back(command.name);
  std::string text =
      "# bash completion for sockq\n"
      "_sockq() {\n"
      "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command='' word "
      "words\n"
      "  # Bash takes --option=value for three words.\n"
      "  if [[ $cur == = ]]; then\n"
      "    cur=''\n"
      "  elif [[ $prev == = ]]; then\n"
      "    prev=${COMP_WORDS[COMP_CWORD - 2]}\n"
      "  fi\n"
      "  COMPREPLY=()\n"
      "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD - 1}\"; do\n"
      "    case $word in\n      " +
      joined(commands, " | ") +
      ")\n        command=$word\n        break\n        ;;\n    esac\n  done\n"
      "  case $command:$prev in\n" +
      value_cases("", program.options);
  for (const CommandWords& command : program.commands)
    text += value_cases(command.name, command.options);
  text += "  esac\n  case $command in\n";
  for (const CommandWords& command : program.commands)
    text += "    " + command.name + ") words='" + names_of(command.options) + "' ;;\n";
  text += "    *) words='" + joined(commands, " ") + " " + names_of(program.options) +
          "' ;;\n  esac\n"
          "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n"
          "}\n"
          "complete -F _sockq sockq\n";
  return text;
}

}  // namespace sockq
