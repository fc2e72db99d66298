#include "agent/output/output_health.h"

#include <utility>

#include "agent/log.h"

namespace sockq {

void OutputHealth::wrote(std::uint64_t count) {
  const std::lock_guard lock(mutex_);
  stats_.written += count;
  stats_.works = true;
  if (!std::exchange(failing_, "").empty())
    log_line(LogLevel::info, "output works again", {{"output", stats_.output}});
}

void OutputHealth::lost(std::uint64_t count, const Error& why) {
  const std::lock_guard lock(mutex_);
  stats_.lost += count;
  stats_.works = false;
  std::string line = why.line();
  if (line == failing_) return;
  log_line(LogLevel::error, "output failed", {{"output", stats_.output}, {"error", line}});
  failing_ = std::move(line);
}

OutputStats OutputHealth::stats() const {
  const std::lock_guard lock(mutex_);
  return stats_;
}

}  // namespace sockq
