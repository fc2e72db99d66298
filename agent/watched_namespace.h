#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "agent/connection_store.h"
#include "agent/listener_stores.h"
#include "agent/sampling_options.h"
#include "agent/wait_store.h"
#include "collectors/collector.h"
#include "collectors/netns/network_namespace.h"
#include "collectors/snapshot.h"

namespace sockq {

/// One network namespace from look to look: what the lanes work with there, the latest samples, and
/// what is remembered. Each lane's thread looks in its own lane; all else is safe for use by
/// several threads and makes no system call.
class WatchedNamespace {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  /// `label` names it in what is published: empty where no other one is watched.
  WatchedNamespace(std::shared_ptr<NetworkNamespace> where, std::string label,
                   const SamplingOptions& options);

  [[nodiscard]] const std::shared_ptr<NetworkNamespace>& where() const { return where_; }

  // For the thread of the lane:
  /// One look, that was to begin when `scheduled` says. Budgets are shared by `namespaces` of them,
  /// so that one with very many listeners is looked at less often and the others on time. Returns
  /// how many dumps the kernel interrupted.
  std::uint64_t look(Lane lane, std::size_t namespaces, TimePoint scheduled);
  /// The earliest time for another look in a lane that now goes round at `rhythm`: where its own
  /// interval is over to within half of that, and the look before is within the budget.
  [[nodiscard]] TimePoint next(Lane lane, std::chrono::nanoseconds rhythm) const;
  [[nodiscard]] Workbench& bench(Lane lane) { return lanes_[index(lane)].bench; }

  /// A watched queue holds a connection, or did in the second before the latest look.
  [[nodiscard]] bool busy() const;
  /// The latest of it. `owners` may be null.
  [[nodiscard]] NamespaceView view(const Owners* owners) const;
  /// When it was last looked at.
  [[nodiscard]] std::chrono::system_clock::time_point time() const;
  /// How the collectors of a lane fared in the latest look.
  [[nodiscard]] std::vector<CollectorHealth> health(Lane lane) const;

 private:
  /// What one lane works with; `latest` is guarded by mutex_.
  struct LaneState {
    LaneState(Lane lane, const NetworkNamespace& netns, const SamplingOptions& options);

    Collectors collectors;
    Workbench bench;
    Sample working;
    Sample latest;
    TimePoint interval_end{};  ///< since the latest look
    LookPace budget;
  };

  static constexpr std::size_t index(Lane lane) { return static_cast<std::size_t>(lane); }
  void share_budgets(LaneState& lane, std::size_t namespaces) const;
  void take_in(LaneState& lane, Lane which);

  const std::shared_ptr<NetworkNamespace> where_;
  const std::string label_;
  const SamplingOptions options_;
  std::array<LaneState, kLanes.size()> lanes_;

  mutable std::mutex mutex_;
  ListenerStores stores_;
  ConnectionStore connections_;
  WaitStore waits_;
};

}  // namespace sockq
