#include <sys/eventfd.h>

#include <cerrno>
#include <utility>

#include "agent/server/accept.h"
#include "agent/server/acceptor.h"
#include "agent/server/patterns/pattern.h"
#include "agent/server/serve_blocking.h"
#include "agent/server/socket_queue.h"
#include "agent/server/threads.h"

namespace sockq {
namespace {

/// In the acceptor's thread. The queue has room for one client a worker; more wait in the kernel.
Result<Unit> fill(SocketQueue& queue, Acceptor& acceptor, int wake) {
  while (true) {
    UniqueFd client;
    const Result<Acceptor::Event> event = acceptor.next(client, queue.has_room());
    if (!event.ok()) return event.error();
    if (event.value() == Acceptor::Event::stop) return Unit{};
    eventfd_t ignored;
    if (event.value() == Acceptor::Event::woken) ::eventfd_read(wake, &ignored);
    if (event.value() == Acceptor::Event::client) queue.put(std::move(client));
  }
}

}  // namespace

Result<Unit> run_pool(const Service& service, Stop& stop) {
  const UniqueFd wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!wake.valid()) return Error{errno, "cannot make an eventfd", "pool", ""};
  const Listeners& listeners = service.listeners.front();
  Result<Acceptor> acceptor = Acceptor::open(listeners, service.stalls, stop, wake.get());
  if (!acceptor.ok()) return acceptor.error();
  SocketQueue queue(service.workers, wake.get());
  Result<Threads> threads = Threads::open();
  if (!threads.ok()) return threads.error();
  bool complete = true;
  for (std::size_t i = 0; i < service.workers && complete; ++i)
    complete = threads.value().start([&queue, &service, own = stop]() mutable {
      while (auto client = queue.take()) serve_blocking(*std::move(client), service, own);
    });
  Result<Unit> filled = complete ? fill(queue, acceptor.value(), wake.get())
                                 : Error{EAGAIN, "cannot start its threads", "pool", ""};
  stop_listening(listeners);
  queue.close();
  return filled;
}

}  // namespace sockq
