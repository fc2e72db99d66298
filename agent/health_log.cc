#include "agent/health_log.h"

#include "agent/log.h"

namespace sockq {

void HealthLog::note(std::span<const CollectorHealth> health) {
  for (const auto& [collector, duration, error, note] : health) {
    if (!note.empty() && noted_.insert(note).second)
      log_line(LogLevel::warn, "collector lacks something",
               {{"collector", collector}, {"note", note}});
    const auto known = failing_.find(collector);
    if (!error) {
      if (known == failing_.end()) continue;
      log_line(LogLevel::info, "collector works again", {{"collector", collector}});
      failing_.erase(known);
      continue;
    }
    const std::string line = error->line();
    if (known != failing_.end() && known->second == line) continue;
    log_line(LogLevel::error, "collector failed", {{"collector", collector}, {"error", line}});
    failing_[collector] = line;
  }
}

}  // namespace sockq
