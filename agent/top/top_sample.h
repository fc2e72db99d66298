#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collectors/snapshot.h"

namespace sockq {

/// What is wrong, in plain words, as /api/v1/findings tells it. Text of any bytes.
struct TopFinding {
  std::string severity = {};
  std::string netns = {};
  std::string protocol = {};
  std::string listener = {};  ///< empty: it is about the whole machine
  std::string owner = {};
  std::string title = {};
  std::string evidence = {};
  std::string why = {};
  std::string remedy = {};
};

/// One look of the live view.
struct TopSample {
  Snapshot snapshot;
  std::optional<std::vector<TopFinding>> findings;  ///< absent where nobody looked for any
};

}  // namespace sockq
