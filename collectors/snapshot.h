#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/base/result.h"
#include "collectors/connection_sweep.h"
#include "collectors/finding.h"
#include "collectors/kernel_values.h"
#include "collectors/listener.h"
#include "collectors/oldest_waits.h"

namespace sockq {

/// How one collector fared in its latest look.
struct CollectorHealth {
  std::string_view collector;  ///< its name in the table of collectors
  std::chrono::nanoseconds duration{0};
  std::optional<Error> error;  ///< absent: it succeeded
  std::string note = {};       ///< what it could not know, and what would help; else empty
};

/// This process, as /proc/self shows it.
struct ProcessStats {
  double cpu_seconds = 0;
  std::uint64_t resident_bytes = 0;
  std::uint64_t virtual_bytes = 0;
  std::uint64_t open_fds = 0;
  std::uint64_t max_fds = 0;
};

/// What a look tells of something that it does not read each time.
enum class Reading : std::uint8_t {
  absent,   ///< not looked for, or it failed
  earlier,  ///< not due: what was read before still stands
  latest,
};

/// What the collectors of one lane read in one look. Reused from look to look.
struct Sample {
  std::chrono::system_clock::time_point wall{};
  std::chrono::steady_clock::time_point steady{};
  bool has_sockets = false;  ///< the listeners were read; `sockets` keeps its memory either way
  std::vector<ListenSocket> sockets;
  Reading unix_reading = Reading::absent;
  std::vector<UnixListenSocket> unix_sockets;  ///< where unix_reading is latest; keeps its memory
  KernelValues values;
  std::optional<ProcessStats> process;
  std::optional<ConnectionSweep> sweep;  ///< absent also where none was due
  std::optional<OldestWaits> waits;      ///< absent also where no look was due
  std::shared_ptr<const Owners> owners;  ///< null where they were not looked for
  std::vector<CollectorHealth> health;
};

/// What the listeners that are shown leave out.
struct ListenerTotals {
  std::uint64_t sockets_excluded = 0;  ///< listening sockets that include/exclude leave out
  std::uint64_t sockets_over_max = 0;  ///< those beyond the most listeners to watch
  std::uint64_t overflows_shared = 0;  ///< overflows that several listeners share in proportion
  std::uint64_t overflows_unattributed = 0;  ///< overflows of no watched listener
};

/// How the rhythm of one lane was kept.
struct LaneStats {
  std::string_view lane;
  std::uint64_t samples = 0;
  std::uint64_t missed = 0;
  std::uint64_t interrupted = 0;  ///< dumps that the kernel called inconsistent and were repeated
};

/// How something fares that sockq writes by itself.
struct OutputStats {
  std::string_view output;    ///< "textfile" or "event_log"
  std::uint64_t written = 0;  ///< files, or lines
  std::uint64_t lost = 0;     ///< those that could not be written
  bool works = true;          ///< the latest was written
};

/// How many network namespaces there are of those that are to be watched.
struct NamespaceTotals {
  std::size_t watched = 0;        ///< all collectors run
  std::size_t counters_only = 0;  ///< may not be entered; the counters of the text files are read
  std::size_t not_permitted = 0;  ///< may not be entered, and no process shows its counters
  std::size_t over_max = 0;       ///< beyond the most to watch

  [[nodiscard]] bool operator==(const NamespaceTotals&) const = default;
};

/// The latest of one network namespace. Values of a collector that failed are absent.
struct NamespaceView {
  std::string netns;  ///< a name that people know it by; empty where no other one is watched
  std::optional<std::vector<Listener>> listeners;
  std::optional<ListenerTotals> listener_totals;  ///< absent where there was one look only
  std::optional<ConnectionSweep> sweep;           ///< histograms and counters of all sweeps so far
  KernelValues values;
};

/// The latest of everything, which exporters turn into text.
struct Snapshot {
  std::chrono::system_clock::time_point time{};
  std::chrono::system_clock::time_point agent_start{};
  std::vector<NamespaceView> namespaces;            ///< each watched one; names differ
  std::optional<NamespaceTotals> namespace_totals;  ///< absent where only the own one is to be
  std::optional<ProcessStats> process;
  std::vector<CollectorHealth> health;
  std::vector<LaneStats> lanes;
  std::vector<OutputStats> outputs;
  std::vector<Finding> findings;        ///< most severe first; bounded
  std::uint64_t findings_left_out = 0;  ///< beyond that bound
};

}  // namespace sockq
