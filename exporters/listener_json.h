#pragma once

#include <string>

#include "collectors/snapshot.h"

namespace sockq {

/// {"time": Unix seconds, "listeners": [{protocol, listener, port, sockets, accept_queue: {length,
/// limit, fullest_ratio, full}, drops, history: {peak, full_seconds, overflows}}], "errors":
/// [{collector, error}]}. `listeners` is null where they could not be read, `drops` and `overflows`
/// where the kernel does not say, `port` of unix sockets; `history` is left out of a single look.
/// One line, and a newline.
[[nodiscard]] std::string listeners_json(const Snapshot& snapshot);

}  // namespace sockq
