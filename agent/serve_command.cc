#include <iostream>

#include "agent/commands.h"
#include "agent/descriptor_limit.h"
#include "agent/server/server.h"
#include "agent/stop_signal.h"

namespace sockq {
namespace {

Result<ServerOptions> server_options(const ServeOptions& options) {
  ServerOptions result = options.server;
  for (const std::string& text : options.listen) {
    const Result<SocketAddress> address = parse_stream_address(text);
    if (!address.ok()) return address.error();
    result.listen.push_back(address.value());
  }
  return result;
}

}  // namespace

int run(const ServeOptions& options) {
  const Result<ServerOptions> parsed = server_options(options);
  if (!parsed.ok()) return fail(parsed.error(), kExitUsage);
  const Result<StopSignal> stop = StopSignal::block();
  if (!stop.ok()) return fail(stop.error(), kExitFailed);
  raise_descriptor_limit();
  const Result<std::unique_ptr<Server>> server = Server::open(parsed.value());
  if (!server.ok()) return fail(server.error(), kExitFailed);
  for (const SocketAddress& address : server.value()->addresses())
    std::cout << "listening on " << address.text() << std::endl;
  const Result<Unit> outcome = server.value()->run(stop.value().fd());
  return outcome.ok() ? kExitFine : fail(outcome.error(), kExitFailed);
}

}  // namespace sockq
