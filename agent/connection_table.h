#pragma once

#include <string>

#include "collectors/snapshot.h"

namespace sockq {

/// The connections with the fullest receive queues and those with the fullest send queues as two
/// tables for people, a line each. Empty where the connections are not known. Pure.
[[nodiscard]] std::string connection_table(const NamespaceView& view);

}  // namespace sockq
