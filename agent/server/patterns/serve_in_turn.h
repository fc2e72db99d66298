#pragma once

#include <span>

#include "agent/server/service.h"
#include "agent/server/stop.h"
#include "collectors/base/result.h"

namespace sockq {

/// Accepts and serves one connection after the other in the calling thread, until the stop.
[[nodiscard]] Result<Unit> serve_in_turn(const Service& service,
                                         std::span<const BoundListener> listeners, Stop& stop);

}  // namespace sockq
