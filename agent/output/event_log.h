#pragma once

#include <functional>
#include <optional>
#include <string>

#include "agent/output/hangup_signal.h"
#include "agent/output/line_file.h"
#include "agent/output/output_health.h"
#include "agent/output/periodic_thread.h"
#include "exporters/event_budget.h"
#include "exporters/event_detector.h"

namespace sockq {

/// Writes what happens into a file, a line of JSON for each event, in a thread of its own that
/// looks at a snapshot once a second: what happens in between is in its counts. A line that cannot
/// be written is counted and left out. SIGHUP opens the file anew.
class EventLog {
 public:
  /// `snapshot` is asked once a second, from another thread. `health`, which outlives this, learns
  /// of each line.
  EventLog(const std::string& file, HangupSignal hangup, std::function<Snapshot()> snapshot,
           OutputHealth& health);
  /// Writes how the bursts ended that go on.
  ~EventLog();
  EventLog(const EventLog&) = delete;
  EventLog& operator=(const EventLog&) = delete;

 private:
  void look();
  void write(const Events& events);
  void append(const Event& event);

  const HangupSignal hangup_;
  const std::function<Snapshot()> snapshot_;
  LineFile file_;
  EventDetector detector_;
  EventBudget budget_{std::chrono::steady_clock::now()};
  OutputHealth& health_;
  std::optional<PeriodicThread> thread_;
};

}  // namespace sockq
