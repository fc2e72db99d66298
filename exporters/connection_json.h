#pragma once

#include <string>

#include "collectors/snapshot.h"

namespace sockq {

/// The connections with the fullest queues, the fullest first, as one line of JSON: "time",
/// "connections" (how many there are, null where unknown), "largest_receive_queues" and
/// "largest_send_queues", "errors".
[[nodiscard]] std::string connections_json(const Snapshot& snapshot);

}  // namespace sockq
