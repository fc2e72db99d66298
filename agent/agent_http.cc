#include "agent/agent_http.h"

#include <sys/socket.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "agent/log.h"
#include "agent/service_manager.h"
#include "exporters/web/web_config_file.h"

namespace sockq {
namespace {

void report_web_config(const std::optional<Error>& refused) {
  if (refused)
    log_line(LogLevel::error, "web config refused, the one before stays in use",
             {{"error", refused->line()}});
  else
    log_line(LogLevel::info, "web config in use");
}

}  // namespace

Result<HttpServer::Options> http_options(const AgentOptions& options) {
  HttpServer::Options result;
  result.max_requests = options.max_requests;
  if (!options.web_config_file.empty()) {
    auto web = WebConfigFile::open(options.web_config_file, &report_web_config);
    if (!web.ok()) return web.error();
    result.web = std::move(web).value();
  }
  if (options.systemd_socket) return result;
  if (options.listen_addresses == std::vector<std::string>{""}) {
    if (!options.textfile.empty() || !options.event_log.empty()) return result;
    return Error{0, "nothing would be told to anybody", "--web.listen-address ''",
                 "give an address, --textfile or --event-log"};
  }
  Result<std::vector<SocketAddress>> listen = parse_socket_addresses(options.listen_addresses);
  if (!listen.ok()) return listen.error();
  result.listen = std::move(listen).value();
  return result;
}

Result<Unit> open_listeners(const AgentOptions& options, HttpServer::Options& http) {
  if (options.systemd_socket) {
    Result<std::vector<BoundListener>> passed = inherited_listeners();
    if (!passed.ok()) return passed.error();
    http.inherited = std::move(passed).value();
  }
  for (const SocketAddress& address : std::exchange(http.listen, {})) {
    Result<BoundListener> listener = open_listen_socket(address, SOMAXCONN, false);
    if (!listener.ok()) return listener.error();
    http.inherited.push_back(std::move(listener).value());
  }
  return Unit{};
}

}  // namespace sockq
