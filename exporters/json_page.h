#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "collectors/snapshot.h"

namespace sockq {

using Json = nlohmann::ordered_json;

/// What every page of the API begins with: "time", in Unix seconds.
[[nodiscard]] Json begin_page(const Snapshot& snapshot);

/// What an object of one network namespace begins with: "netns", where several are watched.
[[nodiscard]] Json in_namespace(const std::string& netns);

/// What it ends with, "errors" of the collectors; as one line of text, valid UTF-8 whatever went
/// in.
[[nodiscard]] std::string end_page(Json page, const Snapshot& snapshot);

}  // namespace sockq
