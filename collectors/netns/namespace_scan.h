#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "collectors/base/env.h"

namespace sockq {

/// A network namespace that was found.
struct FoundNamespace {
  std::vector<std::string> paths;  ///< of nsfs, from the root: "run/netns/blue"; ordered
  std::uint32_t pid = 0;           ///< the lowest of those that live in it; 0: none
};

/// What network namespaces there are.
struct NamespaceScan {
  /// By their own inode, which is theirs alone while they live.
  std::map<std::uint64_t, FoundNamespace> found;
  /// Of processes that do not show which one is theirs (EACCES), by the inode of net/netstat, which
  /// is one for each namespace too.
  std::map<std::uint64_t, FoundNamespace> hidden;
};

/// Adds the namespaces that have a name: those mounted below run/netns of `root`. Entries that
/// cannot be looked at are none.
void scan_named(const ProcFs& root, NamespaceScan& scan);

/// Adds those that processes live in; a process that ends meanwhile is none, and threads live where
/// their process does. An error where the processes cannot be listed.
[[nodiscard]] Result<Unit> scan_processes(const ProcFs& procfs, NamespaceScan& scan);

}  // namespace sockq
