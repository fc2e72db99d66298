#include "agent/server/accept.h"
#include "agent/server/acceptor.h"
#include "agent/server/children.h"
#include "agent/server/patterns/pattern.h"
#include "agent/server/serve_blocking.h"

namespace sockq {
namespace {

constexpr std::chrono::seconds kPatience{1};     // with children, beyond their drain
constexpr std::chrono::milliseconds kRest{100};  // after a fork(2) that failed

bool has_room(const Service& service, const Children& children) {
  const std::size_t most = service.options.max_connections;
  return most == 0 || children.size() < most;
}

}  // namespace

Result<Unit> run_process(const Service& service, Stop& stop) {
  Result<Children> opened = Children::open();
  if (!opened.ok()) return opened.error();
  Children& children = opened.value();
  const Listeners& listeners = service.listeners.front();
  Result<Acceptor> acceptor = Acceptor::open(listeners, service.stalls, stop, children.fd());
  if (!acceptor.ok()) return acceptor.error();
  while (true) {
    UniqueFd client;
    const Result<Acceptor::Event> event =
        acceptor.value().next(client, has_room(service, children));
    if (!event.ok()) return event.error();
    if (event.value() == Acceptor::Event::stop) break;
    children.reap();
    if (event.value() == Acceptor::Event::woken) continue;
    const auto serve = [&](int stop_fd) {
      Stop own(stop_fd, service.options.drain);
      serve_blocking(std::move(client), service, own);
      return 0;
    };
    const Result<pid_t> started = children.start(serve, &client);
    if (!started.ok()) static_cast<void>(stop.sleep(kRest));  // that client is dropped
  }
  stop_listening(listeners);
  children.end(service.options.drain + kPatience);
  return Unit{};
}

}  // namespace sockq
