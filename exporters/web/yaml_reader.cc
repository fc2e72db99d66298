#include "exporters/web/yaml_reader.h"

#include <algorithm>
#include <set>
#include <utility>

#include "collectors/base/utf8.h"

namespace sockq {
namespace {

std::string quoted(std::string_view name) {
  constexpr std::size_t kShown = 64;
  const bool cut = name.size() > kShown;
  return "'" + printable_utf8(name.substr(0, kShown)) + (cut ? "...'" : "'");
}

}  // namespace

void YamlReader::refuse(const YAML::Node& node, std::string what, std::string remedy) {
  if (error_) return;
  error_ = Error{0, std::move(what), file_ + ":" + std::to_string(node.Mark().line + 1),
                 std::move(remedy)};
}

void YamlReader::pairs(
    const YAML::Node& node, std::string_view name,
    const std::function<void(const std::string& key, const YAML::Node& value)>& read) {
  if (node.IsNull()) return;
  if (!node.IsMap()) {
    refuse(node, std::string(name) + " is no map", "write it as lines of 'key: value'");
    return;
  }
  std::set<std::string> seen;
  for (const auto& pair : node) {
    if (!pair.first.IsScalar()) {
      refuse(pair.first, "a key of " + std::string(name) + " is no text", "write a name");
      continue;
    }
    const std::string& key = pair.first.Scalar();
    if (!seen.insert(key).second)
      refuse(pair.first, quoted(key) + " is given twice in " + std::string(name), "give it once");
    read(key, pair.second);
  }
}

void YamlReader::map(const YAML::Node& node, std::string_view name, const std::vector<Key>& keys) {
  pairs(node, name, [&](const std::string& key, const YAML::Node& value) {
    const auto known = std::ranges::find(keys, key, &Key::name);
    if (known != keys.end()) return known->read(value);
    std::string remedy = "remove it, or use one of:";
    for (const Key& one : keys) remedy.append(" ").append(one.name);
    refuse(value, "unknown key " + quoted(key) + " in " + std::string(name), std::move(remedy));
  });
}

void YamlReader::list(
    const YAML::Node& node, std::string_view name,
    const std::function<void(const std::string& text, const YAML::Node& value)>& read) {
  if (node.IsNull()) return;
  if (!node.IsSequence()) {
    refuse(node, std::string(name) + " is no list", "write it as lines of '- value'");
    return;
  }
  for (const YAML::Node& one : node) read(text(one, name), one);
}

std::string YamlReader::text(const YAML::Node& node, std::string_view name) {
  if (node.IsScalar()) return node.Scalar();
  if (!node.IsNull()) refuse(node, std::string(name) + " is no text", "write one value");
  return "";
}

bool YamlReader::flag(const YAML::Node& node, std::string_view name) {
  bool value = false;
  if (!node.IsNull() && !YAML::convert<bool>::decode(node, value))
    refuse(node, std::string(name) + " is neither true nor false", "write true or false");
  return value;
}

}  // namespace sockq
