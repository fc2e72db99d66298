#include "agent/server/work.h"

#include <ctime>

namespace sockq {
namespace {

std::chrono::nanoseconds thread_time() {
  timespec used;
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

bool compute(std::chrono::nanoseconds time, Stop& stop) {
  constexpr std::chrono::milliseconds kSlice(10);
  const auto end = thread_time() + time;
  for (auto next_look = thread_time() + kSlice; thread_time() < end;) {
    if (thread_time() < next_look) continue;
    if (stop.over()) return false;
    next_look += kSlice;
  }
  return true;
}

}  // namespace

bool do_work(WorkKind kind, std::chrono::nanoseconds time, Stop& stop) {
  if (time.count() <= 0) return true;
  return kind == WorkKind::cpu ? compute(time, stop) : stop.sleep(time);
}

}  // namespace sockq
