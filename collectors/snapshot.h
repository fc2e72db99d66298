#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/base/result.h"
#include "collectors/connection.h"
#include "collectors/kernel_values.h"
#include "collectors/listener.h"

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

/// What a sweep over the connections tells beside those of the listeners.
struct SweepTotals {
  std::uint64_t connections = 0;         ///< all, outgoing ones too
  std::chrono::nanoseconds interval{0};  ///< from its begin to that of the next
};

/// One look at all connections.
struct ConnectionSweep {
  struct Inbound {
    Endpoint listener;
    ListenerConnections connections;
  };

  std::vector<Inbound> inbound;  ///< one for each listener
  SweepTotals totals;
};

/// What the collectors of one lane read in one look. Reused from look to look.
struct Sample {
  std::chrono::system_clock::time_point wall{};
  std::chrono::steady_clock::time_point steady{};
  bool has_sockets = false;  ///< the listeners were read; `sockets` keeps its memory either way
  std::vector<ListenSocket> sockets;
  KernelValues values;
  std::optional<ProcessStats> process;
  std::optional<ConnectionSweep> sweep;  ///< absent also where none was due
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
};

/// The latest of everything, which exporters turn into text. Values of a collector that failed are
/// absent.
struct Snapshot {
  std::chrono::system_clock::time_point time{};
  std::chrono::system_clock::time_point agent_start{};
  std::optional<std::vector<Listener>> listeners;
  std::optional<ListenerTotals> listener_totals;  ///< absent where there was one look only
  std::optional<SweepTotals> sweep;
  KernelValues values;
  std::optional<ProcessStats> process;
  std::vector<CollectorHealth> health;
  std::vector<LaneStats> lanes;
};

}  // namespace sockq
