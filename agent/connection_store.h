#pragma once

#include <optional>
#include <vector>

#include "collectors/snapshot.h"

namespace sockq {

/// The connections as of the latest sweep, with histograms and counters that go on from sweep to
/// sweep. Pure; not for several threads.
class ConnectionStore {
 public:
  void update(ConnectionSweep sweep);
  /// The connections could not be read: nothing is known of them now.
  void forget() { known_ = false; }

  /// Gives each listener its connections; none where they are not known.
  void describe(std::vector<Listener>& listeners) const;
  /// The rest: all but what came in, which describe() gives.
  [[nodiscard]] std::optional<ConnectionSweep> sweep() const;

 private:
  bool known_ = false;
  std::vector<EndpointConnections> inbound_;
  ConnectionSweep latest_;  ///< without those
};

}  // namespace sockq
