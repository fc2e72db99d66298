#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "collectors/base/env.h"
#include "collectors/owner.h"
#include "collectors/owner/cgroup_tree.h"
#include "collectors/owner/holder_walk.h"

namespace sockq {

/// Remembers whose the listeners are. Looks for the processes that hold a socket when it is new
/// and once more a little later, when one of them let go of it, and, ever less often, when none or
/// but a manager of sockets was found: in a walk over all processes, which takes no more than
/// `walk_time` of a look and goes on in the next. Between walks it checks that the processes it
/// knows still hold their sockets, with one readlink(2) each. Bounded in memory. Not safe for use
/// by two threads.
class OwnerBook {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  /// Of more listening sockets than this, the rest has no owner.
  static constexpr std::size_t kMostSockets = 16'384;

  struct Options {
    std::chrono::nanoseconds walk_time{std::chrono::milliseconds(50)};
    std::string pod = {};  ///< of sockq's own network namespace, where it is one: the name
    std::string pod_namespace = {};  ///< and its namespace
  };

  OwnerBook() = default;
  explicit OwnerBook(Options options) : options_(std::move(options)) {}

  /// Takes in the listening sockets of now, of all network namespaces. An error where the processes
  /// cannot be listed.
  [[nodiscard]] Result<Unit> look(const Env& env, std::span<const OwnedSocket> sockets,
                                  TimePoint now);

  /// Those of the latest look in one network namespace; a listener of which nothing is known has
  /// none.
  [[nodiscard]] std::shared_ptr<const Owners> owners(std::uint64_t netns = 0) const;

  /// Why some listeners have no process, and what would help; empty where all have one.
  [[nodiscard]] std::string_view note() const;

 private:
  /// A listener, in its network namespace.
  using Place = std::pair<std::uint64_t, ListenerName>;

  struct Socket {
    /// The second finds the workers that were not yet there in the first.
    static constexpr int kWalks = 2;

    Place listener;
    std::uint64_t cgroup_id = 0;
    std::string cgroup;           ///< its path, looked up where no process is known
    std::vector<Holder> holders;  ///< ordered by pid
    int walks = 0;                ///< since it is known, or a holder let go of it
    bool managed = false;         ///< a manager holds it, and nobody else
    std::uint64_t seen = 0;       ///< number of the latest look that had it
    TimePoint walked{};
    std::chrono::nanoseconds pause{0};  ///< from `walked` to the next walk for it; 0: none yet

    [[nodiscard]] bool wants_walk() const { return holders.empty() || managed || walks < kWalks; }
    [[nodiscard]] bool may_walk(TimePoint now) const {
      return pause.count() == 0 || now - walked >= pause;
    }
    void take_holders(std::vector<Holder> found, TimePoint now);
  };

  void meet(std::span<const OwnedSocket> sockets);
  void check_holders(const ProcFs& procfs);
  [[nodiscard]] Result<Unit> walk(const Env& env, TimePoint now, TimePoint deadline);
  void take_walk(TimePoint now);
  void find_cgroups(const Env& env, TimePoint now, TimePoint deadline);
  void describe_changed(const ProcFs& procfs);

  Options options_;
  std::unordered_map<std::uint32_t, Socket> sockets_;  ///< by inode
  std::set<Place> changed_;                            ///< listeners to describe anew
  std::uint64_t look_ = 0;
  HolderWalk walk_;
  bool refused_ = false;  ///< in the latest walk
  CgroupTree tree_;
  std::map<std::uint64_t, std::shared_ptr<const Owners>> owners_;  ///< by network namespace
};

}  // namespace sockq
