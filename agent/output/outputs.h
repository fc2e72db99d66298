#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "agent/options.h"
#include "agent/output/event_log.h"
#include "agent/output/textfile_writer.h"

namespace sockq {

/// What the agent writes by itself, beside the pages that it serves: --textfile and --event-log,
/// each in a thread of its own. Nothing where neither is asked for.
class Outputs {
 public:
  /// Before the first thread.
  [[nodiscard]] static Result<Outputs> prepare(const AgentOptions& options);

  /// `snapshot` is asked from several threads until stop().
  void start(const AgentOptions& options, const std::function<Snapshot()>& snapshot);
  void stop();

  /// How they fare. For any thread.
  [[nodiscard]] std::vector<OutputStats> stats() const;

 private:
  std::optional<HangupSignal> hangup_;
  // Null where the output is not asked for; made before the threads that look at it.
  std::unique_ptr<OutputHealth> textfile_health_;
  std::unique_ptr<OutputHealth> event_log_health_;
  std::unique_ptr<TextfileWriter> textfile_;
  std::unique_ptr<EventLog> event_log_;
};

}  // namespace sockq
