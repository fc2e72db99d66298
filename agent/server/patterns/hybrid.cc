#include "agent/server/patterns/pattern.h"
#include "agent/server/reactor.h"
#include "agent/server/workers.h"

namespace sockq {

Result<Unit> run_hybrid(const Service& service, Stop& stop) {
  return run_workers(service, stop, [&service](std::size_t worker, Stop& own) {
    return Reactor(service, service.listeners_of(worker), own, true).run();
  });
}

}  // namespace sockq
