#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "collectors/base/result.h"

namespace sockq {

/// Where iproute2 keeps the network namespaces that have a name (ip-netns(8)).
inline constexpr const char* kNamedNamespaces = "run/netns";

/// Which network namespaces to watch.
struct NamespaceChoice {
  bool all = false;   ///< the own one, those with a name and those that processes live in
  bool self = false;  ///< the own one
  std::vector<std::string> paths;   ///< of nsfs, from the root: "run/netns/blue"
  std::vector<std::uint32_t> pids;  ///< of processes that live in them

  [[nodiscard]] bool only_self() const { return !all && paths.empty() && pids.empty(); }
};

/// Reads words as `all`, `self`, a number (of a process), a path, or else a name; no word at all is
/// `self`. An error where one is none of these. Pure.
[[nodiscard]] Result<NamespaceChoice> parse_namespace_choice(std::span<const std::string> words);

}  // namespace sockq
