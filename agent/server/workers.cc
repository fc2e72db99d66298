#include "agent/server/workers.h"

#include <poll.h>

#include <cstdio>
#include <map>
#include <vector>

#include "agent/server/accept.h"
#include "agent/server/children.h"

namespace sockq {
namespace {

constexpr std::chrono::seconds kRest{1};  // before a dead worker is replaced

}  // namespace

Result<Unit> run_workers(const Service& service, Stop& stop,
                         const std::function<Result<Unit>(std::size_t worker, Stop& stop)>& work) {
  Result<Children> opened = Children::open();
  if (!opened.ok()) return opened.error();
  Children& children = opened.value();
  std::vector<std::size_t> missing;
  for (std::size_t worker = service.workers; worker-- > 0;) missing.push_back(worker);
  std::map<pid_t, std::size_t> numbers;

  while (true) {
    for (; !missing.empty(); missing.pop_back()) {
      const std::size_t worker = missing.back();
      const Result<pid_t> child = children.start([&](int stop_fd) {
        Stop own(stop_fd, service.options.drain);
        const Result<Unit> worked = work(worker, own);
        if (!worked.ok()) std::fprintf(stderr, "%s\n", worked.error().line().c_str());
        return worked.ok() ? 0 : 1;
      });
      if (!child.ok()) return child.error();
      numbers[child.value()] = worker;
    }
    using Wake = Stop::Wake;
    const auto never = Stop::TimePoint::max();
    if (stop.wait(children.fd(), POLLIN, never, true) == Wake::stop) break;
    if (stop.wait(-1, 0, std::chrono::steady_clock::now() + kRest, true) == Wake::stop) break;
    for (const pid_t child : children.reap()) {
      missing.push_back(numbers[child]);
      numbers.erase(child);
    }
  }
  children.ask_to_end();  // before they can see that nobody listens any more
  for (const Listeners& listeners : service.listeners) stop_listening(listeners);
  children.end(service.options.drain + kRest);
  return Unit{};
}

}  // namespace sockq
