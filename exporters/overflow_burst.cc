#include "exporters/overflow_burst.h"

#include <algorithm>
#include <utility>

#include "collectors/base/seconds.h"

namespace sockq {

void OverflowBurst::look(const Listener& listener, const Json& fields, TimePoint now,
                         Events& events) {
  const Counts counts = counts_of(listener);
  const Counts before = std::exchange(latest_, counts);
  if (refused(before, counts)) {
    if (!burst_) {
      burst_ = Burst{.before = before, .began = now};
      Event& event = events.emplace_back(Event{"overflow_began", fields});
      event.fields["length"] = listener.queue_length;
      event.fields["limit"] = listener.queue_limit;
    }
    burst_->latest = now;
  }
  if (!burst_) return;
  burst_->limit = listener.queue_limit;
  if (listener.history) burst_->peak = std::max(burst_->peak, listener.history->peak);
  if (now - burst_->latest >= kQuiet) finish(fields, events);
}

void OverflowBurst::finish(const Json& fields, Events& events) {
  if (!burst_) return;
  const Counts& before = burst_->before;
  Event& event = events.emplace_back(Event{"overflow_ended", fields});
  event.fields["overflows"] = nullptr;
  event.fields["drops"] = nullptr;
  if (latest_.overflows) {
    event.fields["overflows"] = *latest_.overflows - before.overflows.value_or(0);
    event.fields["drops"] = latest_.drops - before.drops;
  }
  event.fields["peak"] = burst_->peak;
  event.fields["limit"] = burst_->limit;
  event.fields["full_seconds"] = to_seconds(latest_.full_time - before.full_time);
  event.fields["duration_seconds"] = to_seconds(burst_->latest - burst_->began);
  burst_.reset();
}

OverflowBurst::Counts OverflowBurst::counts_of(const Listener& listener) {
  Counts counts;
  if (!listener.history) return counts;
  if (listener.drops) counts.overflows = listener.history->overflows;
  counts.drops = listener.drops.value_or(0);
  counts.full_time = listener.history->full_time;
  return counts;
}

bool OverflowBurst::refused(const Counts& before, const Counts& now) {
  if (now.overflows) return *now.overflows > before.overflows.value_or(0);
  return now.full_time > before.full_time;
}

}  // namespace sockq
