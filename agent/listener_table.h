#pragma once

#include <span>
#include <string>

#include "collectors/snapshot.h"

namespace sockq {

/// The listeners as a table for people, a line each, the fullest first, and below it the counters
/// and the sysctl that all those of a network namespace share. Three more columns where there was
/// more than one look, and one more where the namespaces have names. Empty where no listeners are
/// known. Pure.
[[nodiscard]] std::string listener_table(std::span<const NamespaceView> namespaces);

}  // namespace sockq
