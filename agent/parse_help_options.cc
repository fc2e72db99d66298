#include "agent/parse_help_options.h"

#include <CLI/CLI.hpp>

#include "agent/help/describe.h"
#include "agent/help/help_page.h"
#include "agent/option_types.h"
#include "build_info.h"

namespace sockq {

CLI::App& add_help(CLI::App& root, std::string& form) {
  static const std::map<std::string, std::string> forms{
      {"text", "text"}, {"man", "man"}, {"bash", "bash"}, {"zsh", "zsh"}, {"fish", "fish"}};
  CLI::App& app = *root.add_subcommand("help", "Say all this, also as a manual page");
  add_choice(app, "--format", form, forms,
             "text, the manual page, or completion for a shell [text]");
  return app;
}

std::string help_text(const CLI::App& root, const std::string& form) {
  if (form == "man") return man_page(describe(root), kVersion, SOCKQ_DATE);
  if (form == "bash") return bash_completion(describe(root));
  if (form == "zsh") return zsh_completion(describe(root));
  if (form == "fish") return fish_completion(describe(root));
  return root.help("", CLI::AppFormatMode::All);
}

}  // namespace sockq
