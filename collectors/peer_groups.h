#pragma once

#include <chrono>
#include <cstddef>
#include <unordered_map>
#include <vector>

#include "collectors/connection_group.h"

namespace sockq {

/// Sorts outgoing connections by where they go, and chooses which peers have a name: those with the
/// most connections and those with the most bytes queued, half of the places each. One that has a
/// name keeps it until 5 minutes after it last was among those, so that series do not come and go;
/// a newcomer waits for a free place. The rest are `others`. Memory is bounded: of the nameless
/// only the first kCandidates of a sweep are told apart. Pure; not for several threads.
class PeerGroups {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  static constexpr std::size_t kCandidates = 2048;
  static constexpr std::chrono::minutes kRetention{5};

  explicit PeerGroups(std::size_t most) : most_(most) {}

  /// A sweep begins, perhaps anew.
  void begin();

  /// Where to count a connection to `remote`; stays where it is until the next begin().
  [[nodiscard]] ConnectionGroup& group(const Endpoint& remote);

  /// The sweep is complete: chooses the names.
  void finish(TimePoint now);

  /// The peers with a name, in the order of their addresses, and all others as one; of the latest
  /// complete sweep.
  [[nodiscard]] std::vector<EndpointConnections> named() const;
  [[nodiscard]] ConnectionGroup others() const;

 private:
  using Groups = std::unordered_map<Endpoint, ConnectionGroup, EndpointHash>;

  [[nodiscard]] std::vector<Endpoint> top() const;

  std::size_t most_;
  std::unordered_map<Endpoint, TimePoint, EndpointHash> names_;  ///< and when each was last on top
  Groups groups_;                                                ///< with a name, and candidates
  ConnectionGroup unknown_;                                      ///< to all that found no room
};

}  // namespace sockq
