#pragma once

#include <yaml-cpp/yaml.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/base/result.h"

namespace sockq {

/// Takes a tree of YAML apart. What does not fit gives an empty value, and the first of it an
/// Error with file, line and what to do: ask error() at the end. A value left out (null) is empty.
class YamlReader {
 public:
  struct Key {
    std::string_view name;
    std::function<void(const YAML::Node& value)> read;
  };

  explicit YamlReader(std::string file) : file_(std::move(file)) {}

  /// Reads the keys of a map that is called `name` in errors; others, and one given twice, are
  /// refused.
  void map(const YAML::Node& node, std::string_view name, const std::vector<Key>& keys);
  /// Calls `read` for each pair of a map whose keys are free. One given twice is refused.
  void pairs(const YAML::Node& node, std::string_view name,
             const std::function<void(const std::string& key, const YAML::Node& value)>& read);
  /// Calls `read` for each text of a list.
  void list(const YAML::Node& node, std::string_view name,
            const std::function<void(const std::string& text, const YAML::Node& value)>& read);
  [[nodiscard]] std::string text(const YAML::Node& node, std::string_view name);
  [[nodiscard]] bool flag(const YAML::Node& node, std::string_view name);

  void refuse(const YAML::Node& node, std::string what, std::string remedy);
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  std::string file_;
  std::optional<Error> error_;
};

}  // namespace sockq
