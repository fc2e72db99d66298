#include "agent/help/describe.h"

#include <CLI/CLI.hpp>
#include <algorithm>

namespace sockq {
namespace {

std::vector<std::string> split(const std::string& text, char mark) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(mark, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

/// CLI11 appends what it checks to the type: "TEXT:DIR", "UINT:POSITIVE". A directory is one.
std::string value_of(const CLI::Option& option) {
  if (option.get_items_expected_max() == 0) return "";
  const std::string type = option.get_type_name();
  if (type.empty()) return "FILE";  // as of --config, which CLI11 makes itself
  if (type.ends_with(":DIR")) return "DIR";
  return type.substr(0, type.find(':'));
}

OptionWords describe(const CLI::Option& option) {
  OptionWords words;
  for (const std::string& name : option.get_snames()) words.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) words.names.push_back("--" + name);
  if (!option.nonpositional()) words.names.push_back(option.get_name());
  words.value = value_of(option);
  if (words.value.find('|') != std::string::npos) words.choices = split(words.value, '|');
  words.preset = words.value.empty() ? "" : option.get_default_str();
  words.help = option.get_description();
  words.group = option.get_group();
  words.variable = option.get_envname();
  return words;
}

}  // namespace

CommandWords describe(const CLI::App& app) {
  CommandWords words{app.get_name(), app.get_description(), app.get_footer(), {}, {}, {}};
  for (const CLI::Option* option : app.get_options())
    (option->nonpositional() ? words.options : words.arguments).push_back(describe(*option));
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    words.commands.push_back(describe(*command));
  return words;
}

}  // namespace sockq
