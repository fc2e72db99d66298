#pragma once

#include <cstdint>
#include <string>

#include "collectors/base/env.h"
#include "collectors/netns/namespace_scan.h"

namespace sockq {

/// The name that people gave a namespace: that of ip-netns(8), or else its path; the uid of the
/// pod, or the short id of the container, of its first process. Empty where nobody did. Any bytes.
[[nodiscard]] std::string given_name(const ProcFs& procfs, const FoundNamespace& netns);

/// The name of one that nobody named: "net:[4026532281]", as /proc/PID/ns/net shows it, or
/// "pid:4711" of its first process where `inode` is 0, not known.
[[nodiscard]] std::string numbered_name(std::uint64_t inode, const FoundNamespace& netns);

}  // namespace sockq
