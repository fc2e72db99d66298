#include "collectors/counter_rises.h"

#include <algorithm>
#include <utility>

namespace sockq {
namespace {

/// A well mixed number of a cookie: the finalizer of MurmurHash3 (Austin Appleby, public domain).
std::uint64_t mixed(std::uint64_t number) {
  number = (number ^ (number >> 33U)) * 0xff51afd7ed558ccdU;
  number = (number ^ (number >> 33U)) * 0xc4ceb9fe1a85ec53U;
  return number ^ (number >> 33U);
}

/// What rose, never less than nothing.
template <class T>
T rise(T before, T now) {
  return now > before ? now - before : T{0};
}

void add_rise(const ConnectionCounters& before, const ConnectionCounters& now, std::uint64_t times,
              ConnectionCounters& sum) {
  const auto count = static_cast<std::int64_t>(times);
  sum.receive_window_limited +=
      count * rise(before.receive_window_limited, now.receive_window_limited);
  sum.send_buffer_limited += count * rise(before.send_buffer_limited, now.send_buffer_limited);
  sum.retransmitted += times * rise(before.retransmitted, now.retransmitted);
  sum.drops += times * rise(before.drops, now.drops);
}

}  // namespace

void CounterRises::begin() {
  now_.clear();
  halvings_ = halvings_before_;
  if (halvings_ > 0 && before_.size() < most_ / 4) --halvings_;
}

void CounterRises::see(std::uint64_t cookie, const ConnectionCounters& counters,
                       ConnectionGroup& group) {
  if (counters == ConnectionCounters{} || !follows(cookie, halvings_)) return;
  if (now_.size() == most_) halve();
  if (follows(cookie, halvings_)) now_.push_back({cookie, counters, &group});
}

void CounterRises::finish() {
  std::ranges::sort(now_, {}, &Seen::cookie);
  const std::uint64_t times = std::uint64_t{1} << halvings_;
  auto before = before_.begin();
  for (const Seen& seen : now_) {
    while (before != before_.end() && before->cookie < seen.cookie) ++before;
    const bool known = before != before_.end() && before->cookie == seen.cookie;
    // One that would have been remembered and was not had counted nothing yet.
    const bool fresh = !known && watched_before_ && follows(seen.cookie, halvings_before_);
    if (known || fresh)
      add_rise(known ? before->counters : ConnectionCounters{}, seen.counters, times,
               seen.group->counters);
  }
  std::swap(before_, now_);
  halvings_before_ = halvings_;
  watched_before_ = true;
}

bool CounterRises::follows(std::uint64_t cookie, unsigned halvings) const {
  return (mixed(cookie) & ((std::uint64_t{1} << halvings) - 1)) == 0;
}

void CounterRises::halve() {
  while (now_.size() == most_) {
    ++halvings_;
    std::erase_if(now_, [this](const Seen& seen) { return !follows(seen.cookie, halvings_); });
  }
}

}  // namespace sockq
