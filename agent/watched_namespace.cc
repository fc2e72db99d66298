#include "agent/watched_namespace.h"

#include <algorithm>
#include <utility>

#include "agent/collectors_for.h"

namespace sockq {
namespace {

constexpr std::chrono::seconds kBurstTail{1};

}  // namespace

WatchedNamespace::LaneState::LaneState(Lane lane, const NetworkNamespace& netns,
                                       const SamplingOptions& options)
    : collectors(collectors_for(netns, in_lane(of_scope(options.collectors, Scope::netns), lane))),
      bench(netns.env(), options.most_peers) {
  bench.sweep.pace = options.sweeps;
}

WatchedNamespace::WatchedNamespace(std::shared_ptr<NetworkNamespace> where, std::string label,
                                   const SamplingOptions& options)
    : where_(std::move(where)),
      label_(std::move(label)),
      options_(options),
      lanes_{LaneState(Lane::fast, *where_, options), LaneState(Lane::wait, *where_, options),
             LaneState(Lane::slow, *where_, options)},
      stores_(options.listeners) {}

std::uint64_t WatchedNamespace::look(Lane which, std::size_t namespaces, TimePoint scheduled) {
  LaneState& lane = lanes_[index(which)];
  const Clock& clock = lane.bench.env.clock;
  const std::uint64_t interrupted = lane.bench.diag.interrupted();
  const auto before = clock.thread_cpu();
  share_budgets(lane, namespaces);
  take_sample(lane.bench, lane.collectors, lane.working);
  take_in(lane, which);
  if (which == Lane::fast) {
    lane.interval_end = scheduled + options_.fast_rhythm(busy());
    lane.budget.took(scheduled, clock.thread_cpu() - before);
  }
  return lane.bench.diag.interrupted() - interrupted;
}

void WatchedNamespace::share_budgets(LaneState& lane, std::size_t namespaces) const {
  const auto share = static_cast<double>(std::max<std::size_t>(namespaces, 1));
  lane.budget.max_cpu = options_.fast_max_cpu / share;
  lane.bench.sweep.pace.max_cpu = options_.sweeps.max_cpu / share;
  lane.bench.wait.pace.max_cpu = options_.sweeps.max_cpu / share;
  lane.bench.unix_look.pace.max_cpu = LookPace{}.max_cpu / share;
}

WatchedNamespace::TimePoint WatchedNamespace::next(Lane which,
                                                   std::chrono::nanoseconds rhythm) const {
  const LaneState& lane = lanes_[index(which)];
  return std::max(lane.interval_end - rhythm / 2, lane.budget.next);
}

void WatchedNamespace::take_in(LaneState& lane, Lane which) {
  const std::lock_guard lock(mutex_);
  Sample& sample = lane.working;
  if (lane.bench.sweep.error) connections_.forget();
  if (sample.sweep) connections_.update(std::move(*sample.sweep));
  if (lane.bench.wait.error) waits_.forget();
  if (sample.waits) waits_.update(std::move(*sample.waits));
  if (which == Lane::fast) stores_.update(sample);
  std::swap(lane.working, lane.latest);
}

bool WatchedNamespace::busy() const {
  const std::lock_guard lock(mutex_);
  const auto busy = stores_.last_busy();
  return options_.burst_interval.count() > 0 && busy &&
         lanes_[index(Lane::fast)].latest.steady - *busy < kBurstTail;
}

NamespaceView WatchedNamespace::view(const Owners* owners) const {
  NamespaceView view;
  const std::lock_guard lock(mutex_);
  view.netns = label_;
  view.sweep = connections_.sweep();
  view.listeners = stores_.listeners();
  for (const LaneState& lane : lanes_)
    for (std::size_t row = 0; row < lane.latest.values.size(); ++row)
      if (lane.latest.values[row]) view.values[row] = lane.latest.values[row];
  if (!view.listeners) return view;
  view.listener_totals = stores_.totals();
  connections_.describe(*view.listeners);
  waits_.describe(*view.listeners);
  if (owners != nullptr) put_owners(*view.listeners, *owners);
  return view;
}

std::chrono::system_clock::time_point WatchedNamespace::time() const {
  const std::lock_guard lock(mutex_);
  std::chrono::system_clock::time_point latest{};
  for (const LaneState& lane : lanes_) latest = std::max(latest, lane.latest.wall);
  return latest;
}

std::vector<CollectorHealth> WatchedNamespace::health(Lane lane) const {
  if (where_->lost()) return {};  // it has gone, or its next process is found in an instant
  const std::lock_guard lock(mutex_);
  return lanes_[index(lane)].latest.health;
}

}  // namespace sockq
