#include "agent/server/patterns/pattern.h"
#include "agent/server/patterns/serve_in_turn.h"
#include "agent/server/workers.h"

namespace sockq {

Result<Unit> run_prefork(const Service& service, Stop& stop) {
  return run_workers(service, stop, [&service](std::size_t worker, Stop& own) {
    return serve_in_turn(service, service.listeners_of(worker), own);
  });
}

}  // namespace sockq
