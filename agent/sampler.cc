#include "agent/sampler.h"

#include <algorithm>
#include <utility>

#include "agent/deadlines.h"
#include "agent/health_sum.h"
#include "agent/log.h"
#include "agent/memory_guard.h"
#include "collectors/base/system_clock.h"

namespace sockq {
namespace {

constexpr std::chrono::seconds kScanInterval{1};

std::chrono::nanoseconds interval_of(Lane lane, const Sampler::Options& options) {
  if (lane == Lane::fast) return options.fast_interval;
  return lane == Lane::wait ? options.wait_interval : options.slow_interval;
}

/// As the collectors are in their table; what is none of them comes last.
std::vector<CollectorHealth> in_table_order(std::vector<CollectorHealth> healths) {
  std::ranges::stable_sort(healths, {}, [](const CollectorHealth& health) {
    const auto table = collector_table();
    return std::ranges::find(table, health.collector, &Collector::name) - table.begin();
  });
  return healths;
}

}  // namespace

Sampler::LaneState::LaneState(Lane which, const Options& options)
    : lane(which),
      interval(interval_of(which, options)),
      runs(!in_lane(options.collectors, which).empty()) {
  stats.lane = lane_name(lane);
}

Sampler::Machine::Machine(const Env& env, const Options& options)
    : collectors(of_scope(options.collectors, Scope::machine)), bench(env) {
  bench.owners = OwnerBook(options.owners);
}

Sampler::Sampler(const Env& env, const Options& options, NamespaceWatch* watch)
    : options_(options),
      watch_(watch),
      clock_(env.clock),
      started_(env.clock.wall()),
      lanes_{LaneState(Lane::fast, options), LaneState(Lane::wait, options),
             LaneState(Lane::slow, options)},
      machine_(env, options) {
  if (watch_ == nullptr)
    namespaces_.push_back(std::make_shared<WatchedNamespace>(
        std::make_shared<NetworkNamespace>("", env), "", options_));
}

Sampler::~Sampler() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

Result<Unit> Sampler::look_once() {
  if (watch_ != nullptr) find_namespaces();
  for (LaneState& lane : lanes_) look(lane);
  if (options_.collectors.empty())
    return Error{0, "no collector is enabled", "sockq agent", "enable one with --collector.<name>"};
  if (namespaces_.empty()) return Unit{};  // they are waited for
  std::vector<CollectorHealth> first;
  for (const LaneState& lane : lanes_)
    first.insert(first.end(), lane.health.begin(), lane.health.end());
  const bool blind =
      std::ranges::all_of(first, [](const auto& health) { return health.error.has_value(); });
  return blind && !first.empty() ? Result<Unit>(*first.front().error) : Unit{};
}

void Sampler::start() {
  for (LaneState& lane : lanes_)
    if (lane.runs) threads_.emplace_back([this, &lane] { run(lane); });
  if (watch_ != nullptr) threads_.emplace_back([this] { follow_namespaces(); });
}

void Sampler::look(LaneState& lane, std::optional<TimePoint> scheduled) {
  {
    const std::lock_guard lock(mutex_);
    lane.round = namespaces_;
  }
  std::uint64_t interrupted = 0;
  const auto rhythm = interval_now(lane);
  const TimePoint begin = scheduled ? *scheduled : SystemClock().steady();
  for (const auto& netns : lane.round)
    if (!scheduled || netns->next(lane.lane, rhythm) <= begin) {
      interrupted += netns->look(lane.lane, lane.round.size(), begin);
      if (stopping()) break;
    }
  if (lane.lane == Lane::slow && !machine_.collectors.empty()) look_at_machine(lane.round);
  sum_up(lane);
  lane.log.note(lane.health);
  lane.busy = std::ranges::any_of(lane.round, &WatchedNamespace::busy);
  lane.next = next_of(lane);
  lane.round.clear();
  const std::lock_guard lock(mutex_);
  ++lane.stats.samples;
  lane.stats.interrupted += interrupted;
}

Sampler::TimePoint Sampler::next_of(const LaneState& lane) const {
  const auto rhythm = interval_now(lane);
  TimePoint earliest = TimePoint::max();
  for (const auto& netns : lane.round)
    earliest = std::min(earliest, netns->next(lane.lane, rhythm));
  return lane.round.empty() ? TimePoint{} : earliest;
}

void Sampler::look_at_machine(const Namespaces& round) {
  machine_.bench.owned_namespaces.clear();
  for (const auto& netns : round)
    if (netns->where()->access() != NetworkNamespace::Access::counters)
      machine_.bench.owned_namespaces.push_back(
          {netns->where()->number(), &netns->bench(Lane::slow)});
  take_sample(machine_.bench, machine_.collectors, machine_.working);
  const std::lock_guard lock(mutex_);
  std::swap(machine_.working, machine_.latest);
  machine_.owners.clear();
  for (const auto& netns : round) {
    const std::uint64_t number = netns->where()->number();
    machine_.owners[number] = machine_.bench.active_owners[number];
  }
}

/// The health of all namespaces' latest looks, also of those that were not due now.
void Sampler::sum_up(LaneState& lane) {
  std::vector<NamespaceHealth> healths;
  for (const auto& netns : lane.round)
    healths.push_back({watch_ == nullptr ? "" : netns->where()->name(), netns->health(lane.lane)});
  if (lane.lane == Lane::slow) healths.push_back({"", machine_.latest.health});
  std::vector<CollectorHealth> sum = sum_health(healths);
  const std::lock_guard lock(mutex_);
  lane.health = std::move(sum);
}

void Sampler::run(LaneState& lane) {
  const SystemClock clock;
  Deadlines deadlines(clock.steady());
  MemoryGuard memory("looks of the lane " + std::string(lane.stats.lane));
  std::uint64_t lost = 0;
  std::unique_lock lock(mutex_);
  while (true) {
    const auto deadline = deadlines.next(std::max(clock.steady(), lane.next), interval_now(lane));
    lane.stats.missed = deadlines.missed() + lost;
    lane.due = deadline;
    if (wake_.wait_until(lock, deadline, [this] { return stopping_; })) return;
    lock.unlock();
    if (!memory.run([&] { look(lane, deadline); })) ++lost;
    lock.lock();
  }
}

std::chrono::nanoseconds Sampler::latest_by(std::chrono::steady_clock::time_point now) const {
  const std::lock_guard lock(mutex_);
  const auto due = std::ranges::min_element(lanes_, {}, &LaneState::due)->due;
  return due < now ? now - due : std::chrono::nanoseconds(0);
}

std::chrono::nanoseconds Sampler::interval_now(const LaneState& lane) const {
  return lane.lane == Lane::fast ? options_.fast_rhythm(lane.busy) : lane.interval;
}

bool Sampler::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void Sampler::follow_namespaces() {
  LookPace pace{.interval = kScanInterval};
  MemoryGuard memory("scans for network namespaces");
  while (true) {
    const auto begin = clock_.steady();
    const auto before = clock_.thread_cpu();
    memory.run([this] { find_namespaces(); });
    const auto pause = pace.took(begin, clock_.thread_cpu() - before);
    std::unique_lock lock(mutex_);
    if (wake_.wait_for(lock, pause, [this] { return stopping_; })) return;
  }
}

void Sampler::find_namespaces() {
  const auto begin = clock_.steady();
  watch_->scan();
  std::vector<CollectorHealth> health{
      {"namespaces", clock_.steady() - begin, watch_->error(), watch_->note()}};
  namespace_log_.note(health);
  Namespaces next;
  for (const std::shared_ptr<NetworkNamespace>& found : watch_->namespaces()) {
    const auto known = std::ranges::find(namespaces_, found, &WatchedNamespace::where);
    next.push_back(known != namespaces_.end()
                       ? *known
                       : std::make_shared<WatchedNamespace>(found, found->name(), options_));
  }
  const std::lock_guard lock(mutex_);
  namespaces_.swap(next);
  namespace_health_ = std::move(health);
  totals_ = watch_->totals();
}

Snapshot Sampler::snapshot() const {
  Snapshot result;
  Namespaces namespaces;
  std::map<std::uint64_t, std::shared_ptr<const Owners>> owners;
  std::vector<CollectorHealth> health;
  {
    const std::lock_guard lock(mutex_);
    namespaces = namespaces_;
    owners = machine_.owners;
    result.agent_start = started_;
    result.time = machine_.latest.wall;
    result.process = machine_.latest.process;
    result.namespace_totals = totals_;
    for (const LaneState& lane : lanes_) {
      health.insert(health.end(), lane.health.begin(), lane.health.end());
      result.lanes.push_back(lane.stats);
    }
    health.insert(health.end(), namespace_health_.begin(), namespace_health_.end());
  }
  result.health = in_table_order(std::move(health));
  for (const auto& netns : namespaces) {
    result.time = std::max(result.time, netns->time());
    result.namespaces.push_back(netns->view(owners[netns->where()->number()].get()));
  }
  return result;
}

}  // namespace sockq
