#pragma once

#include "agent/server/service.h"
#include "agent/server/stop.h"
#include "collectors/base/unique_fd.h"

namespace sockq {

/// Serves one client to its end in the calling thread, which waits whenever the client does. Ends
/// early where the client is silent for longer than the timeout, and on a stop: when the request
/// that has come is answered, or the stop's time is over.
void serve_blocking(UniqueFd client, const Service& service, Stop& stop);

}  // namespace sockq
