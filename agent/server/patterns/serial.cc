#include "agent/server/accept.h"
#include "agent/server/acceptor.h"
#include "agent/server/patterns/pattern.h"
#include "agent/server/patterns/serve_in_turn.h"
#include "agent/server/serve_blocking.h"

namespace sockq {

Result<Unit> serve_in_turn(const Service& service, std::span<const BoundListener> listeners,
                           Stop& stop) {
  Result<Acceptor> acceptor = Acceptor::open(listeners, service.stalls, stop);
  if (!acceptor.ok()) return acceptor.error();
  while (true) {
    UniqueFd client;
    const Result<Acceptor::Event> event = acceptor.value().next(client);
    if (!event.ok()) return event.error();
    if (event.value() == Acceptor::Event::stop) return Unit{};
    serve_blocking(std::move(client), service, stop);
  }
}

Result<Unit> run_serial(const Service& service, Stop& stop) {
  Result<Unit> served = serve_in_turn(service, service.listeners.front(), stop);
  stop_listening(service.listeners.front());
  return served;
}

}  // namespace sockq
