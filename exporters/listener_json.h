#pragma once

#include <string>

#include "collectors/snapshot.h"

namespace sockq {

/// {"time": Unix seconds, "listeners": [{protocol, listener, port, sockets, accept_queue: {length,
/// limit, fullest_ratio, full}, drops, syn_queue_length, connections: {states: {established ...},
/// receive_queue_bytes, send_queue_bytes, not_sent_bytes, receive_buffer: {used, limit},
/// send_buffer, receive_zero_window, send_zero_window, retransmitting}, owner: {process, pid,
/// processes, executable, cgroup, unit, container, runtime, pod_uid, pod, namespace}, history:
/// {peak, full_seconds, overflows}}], "errors": [{collector, error}]}. `listeners` is null where
/// they could not be read, `drops`, `overflows` and the zero windows where the kernel does not say,
/// `port` of unix sockets; `history` is left out of a single look, `syn_queue_length` and
/// `connections` where they were not looked at, and of the owner what is not known. Bytes that are
/// no UTF-8 are U+FFFD. One line, and a newline.
[[nodiscard]] std::string listeners_json(const Snapshot& snapshot);

}  // namespace sockq
