#pragma once

#include <span>
#include <vector>

#include "collectors/diag/dump.h"
#include "collectors/oldest_waits.h"

namespace sockq {

/// Reads the connections that wait for accept() at `sockets`, and nothing at all where every queue
/// is empty. The kernel leaves out what came through other ports
/// (INET_DIAG_REQ_BYTECODE, net/ipv4/inet_diag.c). On an error `waits` makes no sense.
[[nodiscard]] Result<Unit> read_waiting_connections(DumpClient& client,
                                                    std::span<const ListenSocket> sockets,
                                                    OldestWaits& waits);

}  // namespace sockq
