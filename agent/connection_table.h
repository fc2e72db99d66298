#pragma once

#include <span>
#include <string>

#include "collectors/snapshot.h"

namespace sockq {

/// The connections with the fullest receive queues and those with the fullest send queues as two
/// tables for people, a line each; two for each network namespace. Empty where the connections are
/// not known. Pure.
[[nodiscard]] std::string connection_table(std::span<const NamespaceView> namespaces);

}  // namespace sockq
