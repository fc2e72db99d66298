#include "agent/watchdog.h"

#include <algorithm>
#include <chrono>

#include "agent/service_manager.h"

namespace sockq {

void wait_and_tell(const StopSignal& stop, const Sampler& sampler) {
  using std::chrono::steady_clock;
  const auto time = watchdog_time();
  if (!time) return stop.wait();
  const steady_clock::duration round = std::max(*time / 4, std::chrono::microseconds(1000));
  do {
    if (sampler.latest_by(steady_clock::now()) <= *time / 2) notify_alive();
  } while (!stop.comes_before(steady_clock::now() + round));
}

}  // namespace sockq
