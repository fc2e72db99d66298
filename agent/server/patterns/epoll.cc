#include "agent/server/patterns/pattern.h"
#include "agent/server/reactor.h"

namespace sockq {

Result<Unit> run_epoll(const Service& service, Stop& stop) {
  return Reactor(service, service.listeners.front(), stop, false).run();
}

}  // namespace sockq
