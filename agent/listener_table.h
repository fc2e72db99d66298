#pragma once

#include <string>

#include "collectors/snapshot.h"

namespace sockq {

/// The listeners as a table for people, a line each, the fullest first, and below it the counters
/// and the sysctl that all of them share. Three more columns where there was more than one look.
/// Pure.
[[nodiscard]] std::string listener_table(const NamespaceView& view);

}  // namespace sockq
