#pragma once

#include <optional>
#include <vector>

#include "collectors/listener.h"
#include "collectors/oldest_waits.h"

namespace sockq {

/// The ages of the oldest waiting connections as of the latest look. Pure; not for several threads.
class WaitStore {
 public:
  void update(OldestWaits waits) { latest_ = std::move(waits); }
  /// They could not be read: nothing is known of them now.
  void forget() { latest_.reset(); }

  /// Gives each TCP listener the age; 0 where its queue has become empty since.
  void describe(std::vector<Listener>& listeners) const;

 private:
  std::optional<OldestWaits> latest_;
};

}  // namespace sockq
