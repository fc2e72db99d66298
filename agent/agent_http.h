#pragma once

#include "agent/options.h"
#include "exporters/http_server.h"

namespace sockq {

/// How the agent's words want HTTP to be served. An Error names the words that are wrong.
[[nodiscard]] Result<HttpServer::Options> http_options(const AgentOptions& options);

/// Listens on the addresses of `http`, or takes the sockets of the service manager. Before the
/// sandbox, for a port below 1024 takes CAP_NET_BIND_SERVICE.
[[nodiscard]] Result<Unit> open_listeners(const AgentOptions& options, HttpServer::Options& http);

}  // namespace sockq
