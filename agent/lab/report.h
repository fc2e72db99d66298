#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "agent/server/load/load.h"

namespace sockq {

/// One look at a watched listener. Times are since the watch began.
struct QueuePoint {
  double seconds = 0;
  std::uint64_t length = 0;
  std::uint64_t limit = 0;
};

/// What the collectors saw of one listener.
struct Watched {
  std::string address;
  std::vector<QueuePoint> points;
  std::uint64_t peak = 0;
  std::uint64_t limit = 0;
  std::uint64_t overflows = 0;
  std::uint64_t drops = 0;
  std::chrono::nanoseconds full_time{0};
  std::chrono::nanoseconds oldest_wait{0};
};

/// A line of a picture.
struct Series {
  std::string name;
  std::vector<std::pair<double, double>> points{};  ///< seconds, value
};

/// A number with a name, for the JSON.
using Figure = std::pair<std::string, double>;

/// One experiment of a scenario.
struct LabRun {
  std::string name;
  std::optional<LoadResult> load{};
  std::vector<Watched> watched{};  ///< the server's listener first
  std::chrono::nanoseconds processor_time{0};
  std::uint64_t memory_bytes = 0;  ///< proportional set size, the most seen
  std::vector<Figure> figures{};
  std::vector<Series> series{};  ///< of the picture; none: the queue of the first listener
};

struct LabReport {
  std::string scenario;
  std::string question;
  std::vector<LabRun> runs{};
  std::vector<std::string> findings{};  ///< in plain words, measured beside expected
};

[[nodiscard]] std::string lab_table(const LabReport& report);
[[nodiscard]] std::string lab_json(const LabReport& report);
/// One self-contained SVG: a panel for each run.
[[nodiscard]] std::string lab_picture(const LabReport& report);

}  // namespace sockq
