#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "agent/health_log.h"
#include "agent/sampling_options.h"
#include "agent/watched_namespace.h"
#include "collectors/netns/namespace_watch.h"
#include "collectors/snapshot.h"

namespace sockq {

/// Looks at the kernel in its lanes, each a thread that goes over the network namespaces with a
/// netlink socket in each, and holds the latest of all. snapshot() is safe for use by several
/// threads and makes no system call.
class Sampler {
 public:
  using Options = SamplingOptions;

  /// Watches the namespaces of `watch`, which outlives this and is its own; without one, that which
  /// `env` is of.
  Sampler(const Env& env, const Options& options, NamespaceWatch* watch = nullptr);
  ~Sampler();
  Sampler(const Sampler&) = delete;
  Sampler& operator=(const Sampler&) = delete;

  /// One look in each lane, in the calling thread, before start(). An error where no collector at
  /// all succeeded: the first one's.
  [[nodiscard]] Result<Unit> look_once();

  /// Starts all lanes.
  void start();

  [[nodiscard]] Snapshot snapshot() const;

  /// For how long, at `now`, the latest of the lanes has been due to finish its look; 0 where all
  /// are asleep.
  [[nodiscard]] std::chrono::nanoseconds latest_by(std::chrono::steady_clock::time_point now) const;

 private:
  using Namespaces = std::vector<std::shared_ptr<WatchedNamespace>>;
  using TimePoint = std::chrono::steady_clock::time_point;

  /// What one lane's thread works with; `stats`, `health` and `due` are guarded by mutex_.
  struct LaneState {
    LaneState(Lane lane, const Options& options);

    Lane lane;
    std::chrono::nanoseconds interval;
    bool runs;
    Namespaces round;   ///< those that it goes over now
    bool busy = false;  ///< connections waited in some queue
    TimePoint next{};   ///< the earliest time for a look at some namespace
    HealthLog log;
    LaneStats stats;
    std::vector<CollectorHealth> health;
    /// When its next look is to begin, or, while it looks, when this one was to.
    TimePoint due = TimePoint::max();
  };

  /// The collectors of the whole machine, in the slow lane's thread; `latest`, `owners` and
  /// `health` are guarded by mutex_.
  struct Machine {
    Machine(const Env& env, const Options& options);

    Collectors collectors;
    Workbench bench;
    Sample working;
    Sample latest;
    std::map<std::uint64_t, std::shared_ptr<const Owners>> owners;  ///< by number of namespace
  };

  /// Looks at the namespaces whose time has come by `scheduled`; without that, at all.
  void look(LaneState& lane, std::optional<TimePoint> scheduled = {});
  void look_at_machine(const Namespaces& round);
  [[nodiscard]] TimePoint next_of(const LaneState& lane) const;
  void sum_up(LaneState& lane);
  void run(LaneState& lane);
  void follow_namespaces();
  void find_namespaces();
  [[nodiscard]] bool stopping() const;
  [[nodiscard]] std::chrono::nanoseconds interval_now(const LaneState& lane) const;

  const Options options_;
  NamespaceWatch* const watch_;
  const Clock& clock_;
  const std::chrono::system_clock::time_point started_;
  std::array<LaneState, kLanes.size()> lanes_;
  Machine machine_;
  HealthLog namespace_log_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  Namespaces namespaces_;
  std::optional<NamespaceTotals> totals_;
  std::vector<CollectorHealth> namespace_health_;  ///< of following them; none without a watch
  std::vector<std::thread> threads_;
};

}  // namespace sockq
