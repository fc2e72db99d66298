#include <memory>

#include "agent/server/accept.h"
#include "agent/server/acceptor.h"
#include "agent/server/patterns/pattern.h"
#include "agent/server/serve_blocking.h"
#include "agent/server/threads.h"

namespace sockq {
namespace {

constexpr std::chrono::milliseconds kRest{100};  // after a thread that could not start

bool has_room(const Service& service, const Threads& threads) {
  const std::size_t most = service.options.max_connections;
  return most == 0 || threads.size() < most;
}

}  // namespace

Result<Unit> run_thread(const Service& service, Stop& stop) {
  Result<Threads> opened = Threads::open();
  if (!opened.ok()) return opened.error();
  Threads& threads = opened.value();
  const Listeners& listeners = service.listeners.front();
  Result<Acceptor> acceptor = Acceptor::open(listeners, service.stalls, stop, threads.fd());
  if (!acceptor.ok()) return acceptor.error();
  while (true) {
    UniqueFd client;
    const Result<Acceptor::Event> event = acceptor.value().next(client, has_room(service, threads));
    if (!event.ok()) return event.error();
    if (event.value() == Acceptor::Event::stop) break;
    threads.reap();
    if (event.value() == Acceptor::Event::woken) continue;
    const auto shared = std::make_shared<UniqueFd>(std::move(client));
    const bool started = threads.start([shared, &service, own = stop]() mutable {
      serve_blocking(std::move(*shared), service, own);
    });
    if (!started) static_cast<void>(stop.sleep(kRest));  // that client is dropped
  }
  stop_listening(listeners);
  return Unit{};
}

}  // namespace sockq
