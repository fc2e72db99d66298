#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <utility>
#include <vector>

namespace sockq {

/// CLI11's reader of TOML and INI, for options with dots in their names: `sample.interval = "1s"`
/// and `[sample]` with `interval = "1s"` both set --sample.interval of the subcommand.
class FlatConfig : public CLI::ConfigTOML {
 public:
  explicit FlatConfig(std::string subcommand) : subcommand_(std::move(subcommand)) {}

  [[nodiscard]] std::vector<CLI::ConfigItem> from_config(std::istream& input) const override {
    std::vector<CLI::ConfigItem> flat = CLI::ConfigTOML::from_config(input);
    std::erase_if(flat, [](const CLI::ConfigItem& item) {
      return item.name == "++" || item.name == "--";  // marks the begin and end of a section
    });
    for (CLI::ConfigItem& item : flat) {
      std::string name;
      for (const std::string& parent : item.parents) name.append(parent).append(".");
      item.name.insert(0, name);
      item.parents = {subcommand_};
    }
    return flat;
  }

 private:
  std::string subcommand_;
};

}  // namespace sockq
