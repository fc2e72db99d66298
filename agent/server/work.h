#pragma once

#include <chrono>

#include "agent/server/options.h"
#include "agent/server/stop.h"

namespace sockq {

/// Spends the work of one request in the calling thread. False where the stop did not let it end.
[[nodiscard]] bool do_work(WorkKind kind, std::chrono::nanoseconds time, Stop& stop);

}  // namespace sockq
