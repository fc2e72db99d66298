#include <algorithm>
#include <cctype>

#include "agent/help/help_page.h"

namespace sockq {
namespace {

/// Text for roff: nothing in it is a request, a backslash is one, and a dash is one to copy.
std::string escaped(const std::string& text) {
  std::string result;
  for (const char letter : text) {
    if (letter == '\\')
      result += "\\e";
    else if (letter == '-')
      result += "\\-";
    else if (letter == '\'')
      result += "\\(aq";
    else
      result += letter;
  }
  return result.starts_with('.') ? "\\&" + result : result;
}

/// Several lines, each on its own.
std::string paragraph(const std::string& text) {
  std::string result;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (begin > 0) result += ".br\n";
    result += escaped(text.substr(begin, end - begin)) + "\n";
    begin = end + 1;
  }
  return result;
}

std::string bold(const std::string& text) { return "\\fB" + escaped(text) + "\\fR"; }

std::string names_of(const OptionWords& option) {
  std::string names;
  for (const std::string& name : option.names) names += (names.empty() ? "" : ", ") + bold(name);
  return names;
}

std::string value_of(const OptionWords& option) {
  if (option.value.empty()) return "";
  if (option.choices.empty()) return " \\fI" + escaped(option.value) + "\\fR";
  std::string values;
  for (const std::string& choice : option.choices)
    values += (values.empty() ? "" : "|") + bold(choice);
  return " " + values;
}

std::string entry(const OptionWords& option) {
  std::string text = ".TP\n" + names_of(option) + value_of(option) + "\n";
  text += option.help.empty() ? "\\&\n" : paragraph(option.help);
  if (!option.preset.empty()) text += "Default: " + escaped(option.preset) + ".\n";
  if (!option.variable.empty())
    text += "Also set by the environment variable " + escaped(option.variable) + ".\n";
  return text;
}

/// Options of one group stand together, in the order in which groups begin.
std::string entries(const std::vector<OptionWords>& options) {
  std::vector<std::string> groups;
  for (const OptionWords& option : options)
    if (std::ranges::find(groups, option.group) == groups.end()) groups.push_back(option.group);
  std::string text;
  for (const std::string& group : groups) {
    if (group != groups.front()) text += ".PP\n" + escaped(group) + ":\n";
    for (const OptionWords& option : options)
      if (option.group == group) text += entry(option);
  }
  return text;
}

std::string section(const CommandWords& program, const CommandWords& command) {
  std::string text = ".SS \"" + escaped(program.name + " " + command.name) + "\"\n";
  text += paragraph(command.help + ".");
  for (const OptionWords& argument : command.arguments) text += entry(argument);
  text += entries(command.options);
  if (!command.footer.empty()) text += ".PP\n" + paragraph(command.footer);
  return text;
}

}  // namespace

std::string man_page(const CommandWords& program, const std::string& version,
                     const std::string& date) {
  std::string title = program.name;
  std::ranges::transform(title, title.begin(), [](unsigned char letter) {
    return static_cast<char>(std::toupper(letter));
  });
  const std::string about = program.help.substr(program.help.find(": ") + 2);
  std::string text = ".TH " + title + " 1 " + date + " \"" + program.name + " " + version + "\"\n";
  text += ".SH NAME\n" + program.name + " \\- " + escaped(about) + "\n";
  text += ".SH SYNOPSIS\n.B " + program.name + "\n.I COMMAND\n.RI [ OPTION ...]\n";
  text +=
      ".SH DESCRIPTION\n"
      "Watches the queues between the network and the programs of a Linux machine: the accept and\n"
      "SYN queues of listeners, and the buffers of connections.\n"
      "Durations take a unit (100ms, 5s, 2m), sizes may (64KiB).\n";
  text += ".SH OPTIONS\n" + entries(program.options);
  text += ".SH COMMANDS\n";
  for (const CommandWords& command : program.commands) text += section(program, command);
  text +=
      ".SH \"EXIT STATUS\"\n"
      ".TP\n0\nfine\n"
      ".TP\n1\nfailed\n"
      ".TP\n2\nwrong words\n"
      ".TP\n3\ncannot observe\n"
      ".SH \"SEE ALSO\"\n"
      ".BR ss (8),\n.BR nstat (8),\n.BR listen (2),\n.BR sock_diag (7)\n";
  return text;
}

}  // namespace sockq
