#pragma once

#include <string>

#include "collectors/snapshot.h"

namespace sockq {

/// {"time": Unix seconds, "listeners": [{protocol, listener, port, sockets, accept_queue: {length,
/// limit, fullest_ratio, full}, drops, owner: {process, pid, processes, executable, cgroup,
/// unit, container, runtime, pod_uid, pod, namespace}, history: {peak, full_seconds, overflows}}],
/// "errors": [{collector, error}]}. `listeners` is null where they could not be read, `drops` and
/// `overflows` where the kernel does not say, `port` of unix sockets; `history` is left out of a
/// single look, and of the owner what is not known. Bytes that are no UTF-8 are U+FFFD. One line,
/// and a newline.
[[nodiscard]] std::string listeners_json(const Snapshot& snapshot);

}  // namespace sockq
