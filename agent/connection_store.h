#pragma once

#include <map>
#include <optional>
#include <vector>

#include "collectors/snapshot.h"

namespace sockq {

/// The connections of each listener as of the latest sweep, with histograms that grow from sweep to
/// sweep. Pure; not for several threads.
class ConnectionStore {
 public:
  void update(ConnectionSweep sweep);
  /// The connections could not be read: nothing is known of them now.
  void forget() { totals_.reset(); }

  /// Gives each listener its connections; none where they are not known.
  void describe(std::vector<Listener>& listeners) const;
  [[nodiscard]] const std::optional<SweepTotals>& totals() const { return totals_; }

 private:
  std::map<Endpoint, ListenerConnections> inbound_;
  std::optional<SweepTotals> totals_;
};

}  // namespace sockq
