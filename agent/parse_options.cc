#include <CLI/CLI.hpp>
#include <iostream>

#include "agent/flat_config.h"
#include "agent/options.h"
#include "agent/parse_agent_options.h"
#include "agent/parse_doctor_options.h"
#include "agent/parse_help_options.h"
#include "agent/parse_lab_options.h"
#include "agent/parse_list_options.h"
#include "agent/parse_load_options.h"
#include "agent/parse_serve_options.h"
#include "agent/parse_top_options.h"
#include "build_info.h"

namespace sockq {
namespace {

/// CLI11 says what is wrong in one line or several, and where; the rest is added here.
Exit refuse(const CLI::App& root, const CLI::ParseError& error) {
  std::string line = error.what();
  line = line.substr(0, line.find('\n'));
  if (const auto extra = root.remaining(); root.get_subcommands().empty() && !extra.empty())
    line = (extra.front().starts_with('-') ? "unknown option '" : "unknown command '") +
           extra.front() + "'";
  std::string command = "sockq";
  for (const CLI::App* chosen : root.get_subcommands()) command += " " + chosen->get_name();
  std::cerr << command << ": " << line << "; see " << command << " --help\n";
  return {kExitUsage};
}

}  // namespace

Command parse_command_line(int argc, const char* const* argv) {
  CLI::App root("sockq: which listener drops clients, how full its queue is, and for how long");
  root.name("sockq");
  root.set_version_flag("--version", std::string("sockq ") + kVersion);
  root.require_subcommand(1);
  root.set_config("--config", "", "File of the agent's options (TOML or INI)")->type_name("FILE");
  root.allow_config_extras(CLI::config_extras_mode::error);
  root.config_formatter(std::make_shared<FlatConfig>("agent"));

  AgentOptions agent;
  ListOptions list;
  TopOptions top;
  ServeOptions serve;
  LoadCommandOptions load;
  LabOptions lab;
  DoctorOptions doctor;
  CollectorChoices choices;
  std::string help_form = "text";
  const CLI::App& agent_app = add_agent(root, agent, choices);
  const CLI::App& list_app = add_list(root, list);
  const CLI::App& top_app = add_top(root, top);
  const CLI::App& doctor_app = add_doctor(root, doctor);
  const CLI::App& serve_app = add_serve(root, serve);
  const CLI::App& load_app = add_load(root, load);
  const CLI::App& lab_app = add_lab(root, lab);
  const CLI::App& help_app = add_help(root, help_form);
  try {
    root.parse(argc, argv);
  } catch (const CLI::Success& success) {
    return Exit{root.exit(success)};
  } catch (const CLI::ParseError& error) {
    return refuse(root, error);
  }
  if (help_app.parsed()) {
    std::cout << help_text(root, help_form);
    return Exit{kExitFine};
  }
  choices.store(agent);
  if (agent_app.parsed()) return agent;
  if (list_app.parsed()) return list;
  if (top_app.parsed()) return top;
  if (doctor_app.parsed()) return doctor;
  if (serve_app.parsed()) return serve;
  if (load_app.parsed()) return load;
  if (lab_app.parsed()) return lab;
  return Exit{kExitUsage};
}

}  // namespace sockq
