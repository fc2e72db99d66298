#include "agent/sampler.h"

#include <algorithm>
#include <utility>

#include "agent/deadlines.h"

namespace sockq {
namespace {

constexpr std::chrono::seconds kBurstTail{1};

std::chrono::nanoseconds interval_of(Lane lane, const Sampler::Options& options) {
  if (lane == Lane::fast) return options.fast_interval;
  return lane == Lane::wait ? options.wait_interval : options.slow_interval;
}

}  // namespace

Sampler::LaneState::LaneState(Lane which, const Env& env, const Options& options)
    : lane(which),
      interval(interval_of(which, options)),
      collectors(in_lane(options.collectors, which)),
      bench(env, options.most_peers) {
  stats.lane = lane_name(lane);
  bench.sweep.pace = options.sweeps;
  bench.wait.pace.max_cpu = options.sweeps.max_cpu;
  bench.owners = OwnerBook(options.owners);
}

Sampler::Sampler(const Env& env, const Options& options)
    : started_(env.clock.wall()),
      burst_interval_(options.burst_interval),
      lanes_{LaneState(Lane::fast, env, options), LaneState(Lane::wait, env, options),
             LaneState(Lane::slow, env, options)},
      stores_(options.listeners) {}

Sampler::~Sampler() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

Result<Unit> Sampler::look_once() {
  for (LaneState& lane : lanes_) look(lane);
  const Snapshot first = snapshot();
  const bool blind = std::ranges::all_of(
      first.health, [](const CollectorHealth& health) { return health.error.has_value(); });
  if (!blind) return Unit{};
  if (first.health.empty())
    return Error{0, "no collector is enabled", "sockq agent", "enable one with --collector.<name>"};
  return *first.health.front().error;
}

void Sampler::start() {
  for (LaneState& lane : lanes_)
    if (!lane.collectors.empty()) threads_.emplace_back([this, &lane] { run(lane); });
}

void Sampler::look(LaneState& lane) {
  take_sample(lane.bench, lane.collectors, lane.working);
  lane.log.note(lane.working.health);
  const std::lock_guard lock(mutex_);
  Sample& sample = lane.working;
  if (lane.bench.sweep.error) connections_.forget();
  if (sample.sweep) connections_.update(std::move(*sample.sweep));
  if (lane.bench.wait.error) waits_.forget();
  if (sample.waits) waits_.update(std::move(*sample.waits));
  if (lane.lane == Lane::fast) stores_.update(sample);
  std::swap(lane.working, lane.latest);
  ++lane.stats.samples;
  lane.stats.interrupted = lane.bench.diag.interrupted();
}

void Sampler::run(LaneState& lane) {
  Deadlines deadlines(std::chrono::steady_clock::now());
  std::unique_lock lock(mutex_);
  while (true) {
    const auto deadline = deadlines.next(std::chrono::steady_clock::now(), interval_now(lane));
    lane.stats.missed = deadlines.missed();
    lane.due = deadline;
    if (wake_.wait_until(lock, deadline, [this] { return stopping_; })) return;
    lock.unlock();
    look(lane);
    lock.lock();
  }
}

std::chrono::nanoseconds Sampler::latest_by(std::chrono::steady_clock::time_point now) const {
  const std::lock_guard lock(mutex_);
  const auto due = std::ranges::min_element(lanes_, {}, &LaneState::due)->due;
  return due < now ? now - due : std::chrono::nanoseconds(0);
}

std::chrono::nanoseconds Sampler::interval_now(const LaneState& lane) const {
  const bool may_burst = lane.lane == Lane::fast && burst_interval_ > std::chrono::nanoseconds(0);
  const auto busy = stores_.last_busy();
  if (may_burst && busy && lane.latest.steady - *busy < kBurstTail)
    return std::min(burst_interval_, lane.interval);
  return lane.interval;
}

Snapshot Sampler::snapshot() const {
  Snapshot result;
  std::shared_ptr<const Owners> owners;
  const std::lock_guard lock(mutex_);
  result.agent_start = started_;
  NamespaceView& view = result.namespaces.emplace_back();
  view.sweep = connections_.sweep();
  view.listeners = stores_.listeners();
  if (view.listeners) {
    view.listener_totals = stores_.totals();
    connections_.describe(*view.listeners);
    waits_.describe(*view.listeners);
  }
  for (const LaneState& lane : lanes_) {
    const Sample& sample = lane.latest;
    result.time = std::max(result.time, sample.wall);
    if (sample.owners) owners = sample.owners;
    if (sample.process) result.process = sample.process;
    for (std::size_t row = 0; row < sample.values.size(); ++row)
      if (sample.values[row]) view.values[row] = sample.values[row];
    result.health.insert(result.health.end(), sample.health.begin(), sample.health.end());
    result.lanes.push_back(lane.stats);
  }
  if (view.listeners && owners) put_owners(*view.listeners, *owners);
  return result;
}

}  // namespace sockq
