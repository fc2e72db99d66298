#pragma once

#include <yaml-cpp/yaml.h>

#include <string>
#include <string_view>

#include "collectors/base/result.h"

namespace sockq {

/// The one document of `text` as a tree. Text that could be meant to harm is refused before a tree
/// is made of it: over 64 KiB, not UTF-8, with control characters, nested deeper than 8, of more
/// than 4,096 values, with anchors, aliases, tags, or a second document. Errors begin with
/// "`file`:LINE". Pure.
[[nodiscard]] Result<YAML::Node> load_yaml(std::string_view text, const std::string& file);

}  // namespace sockq
