#pragma once

#include <functional>

#include "agent/server/service.h"
#include "agent/server/stop.h"
#include "collectors/base/result.h"

namespace sockq {

/// Keeps as many worker processes as the service has, each of which runs `work` with its number and
/// a stop of its own, until `stop` is asked for; then they end. One that dies is replaced, at most
/// once a second.
[[nodiscard]] Result<Unit> run_workers(
    const Service& service, Stop& stop,
    const std::function<Result<Unit>(std::size_t worker, Stop& stop)>& work);

}  // namespace sockq
