#pragma once

#include <functional>
#include <string>
#include <vector>

#include "collectors/snapshot.h"
#include "exporters/families.h"
#include "exporters/http_message.h"

namespace sockq {

struct EndpointOptions {
  std::string telemetry_path = "/metrics";
  std::vector<std::string> collectors;  ///< the ones that run
  std::vector<std::string> disabled;    ///< the ones that do not
};

/// The pages of the agent: the metrics, a landing page, /-/healthy, /-/ready, /api/v1/listeners,
/// /api/v1/connections, /api/v1/findings.
/// `snapshot` is asked once a request and must be safe for use by several threads; it may throw
/// nothing and should make no system call.
[[nodiscard]] HttpHandler make_endpoints(EndpointOptions options,
                                         std::function<Snapshot()> snapshot);

/// Which collectors a scrape asks for with `collect[]` or leaves out with `exclude[]`: all of them
/// where it names none. An error where a name is not known or does not run, or both are given.
[[nodiscard]] Result<CollectorNames> choose_collectors(const HttpRequest& request,
                                                       const EndpointOptions& options);

}  // namespace sockq
