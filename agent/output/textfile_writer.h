#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "agent/output/output_health.h"
#include "agent/output/periodic_thread.h"

namespace sockq {

/// Keeps a file "sockq.prom" of metrics for node_exporter's textfile collector, in a thread of its
/// own. What goes wrong is tried again at the next interval, and meanwhile the old file stays. The
/// file goes with the object: node_exporter would publish it for ever.
class TextfileWriter {
 public:
  struct Options {
    std::string directory;
    std::chrono::nanoseconds interval{std::chrono::seconds(15)};
    std::vector<std::string> collectors;  ///< whose metrics are written
  };

  /// `snapshot` is asked once an interval, from another thread. `health`, which outlives this,
  /// learns of each file.
  TextfileWriter(Options options, std::function<Snapshot()> snapshot, OutputHealth& health);
  ~TextfileWriter();
  TextfileWriter(const TextfileWriter&) = delete;
  TextfileWriter& operator=(const TextfileWriter&) = delete;

 private:
  void write();

  const Options options_;
  const std::string file_;
  const std::function<Snapshot()> snapshot_;
  OutputHealth& health_;
  std::optional<PeriodicThread> thread_;
};

}  // namespace sockq
