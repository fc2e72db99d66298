#include "agent/help/help_page.h"

namespace sockq {
namespace {

/// The first line of a help within single quotes, where brackets and colons have a meaning.
std::string quoted(const std::string& help) {
  std::string text;
  for (const char letter : help.substr(0, help.find('\n'))) {
    if (letter == '\'') {
      text += "'\\''";
      continue;
    }
    if (letter == '[' || letter == ']' || letter == ':' || letter == '\\') text += '\\';
    text += letter;
  }
  return text;
}

std::string action_of(const OptionWords& option) {
  std::string action;
  for (const std::string& choice : option.choices) action += (action.empty() ? "(" : " ") + choice;
  if (!action.empty()) return action + ")";
  if (option.value == "DIR") return "_files -/";
  return option.value == "FILE" ? "_files" : "";
}

/// Arguments of _arguments, a line each.
std::string specifications(const std::vector<OptionWords>& options) {
  std::string text;
  for (const OptionWords& option : options)
    for (const std::string& name : option.names) {
      const bool takes_value = !option.value.empty();
      text += " \\\n        '*" + name + (takes_value ? "=" : "") + "[" + quoted(option.help) + "]";
      if (takes_value) text += ":value:" + action_of(option);
      text += "'";
    }
  return text;
}

}  // namespace

std::string zsh_completion(const CommandWords& program) {
  std::string text =
      "#compdef sockq\n"
      "_sockq() {\n"
      "  local -a commands\n"
      "  commands=(\n";
  for (const CommandWords& command : program.commands)
    text += "    '" + command.name + ":" + quoted(command.help) + "'\n";
  text +=
      "  )\n"
      "  if (( CURRENT == 2 )); then\n"
      "    _describe command commands\n"
      "    _arguments" +
      specifications(program.options) +
      "\n    return\n"
      "  fi\n"
      "  local command=${words[2]}\n"
      "  shift words\n"
      "  (( CURRENT -= 1 ))\n"
      "  case $command in\n";
  for (const CommandWords& command : program.commands)
    text += "    " + command.name + ")\n      _arguments" + specifications(command.options) +
            "\n      ;;\n";
  text +=
      "  esac\n"
      "}\n"
      "_sockq \"$@\"\n";
  return text;
}

}  // namespace sockq
