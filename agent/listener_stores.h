#pragma once

#include <optional>
#include <vector>

#include "agent/listener_store.h"
#include "collectors/snapshot.h"

namespace sockq {

/// The listeners of every protocol from look to look: one store for TCP and MPTCP, which share
/// counters, and one for unix sockets, which may be looked at less often or fail alone. Pure; not
/// for several threads.
class ListenerStores {
 public:
  ListenerStores() = default;
  /// Each store watches as many listeners as `options` say.
  explicit ListenerStores(const ListenerStore::Options& options) : inet_(options), unix_(options) {}

  /// Takes in what the fast lane read.
  void update(const Sample& sample);

  /// Those of the latest look; absent where it could read neither kind.
  [[nodiscard]] std::optional<std::vector<Listener>> listeners() const;
  [[nodiscard]] ListenerTotals totals() const;
  /// When a watched queue was last seen to hold a connection.
  [[nodiscard]] std::optional<ListenerStore::TimePoint> last_busy() const;

 private:
  ListenerStore inet_;
  ListenerStore unix_;
  bool knows_inet_ = false;
  bool knows_unix_ = false;
};

}  // namespace sockq
