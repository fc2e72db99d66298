#include "agent/memory_guard.h"

#include <utility>

#include "agent/log.h"

namespace sockq {

void MemoryGuard::note(bool is_short) noexcept try {
  if (std::exchange(is_short_, is_short) == is_short) return;
  if (is_short)
    log_line(LogLevel::error, "memory ended",
             {{"lost", turns_}, {"remedy", "raise --max-memory or the control group's limit"}});
  else
    log_line(LogLevel::info, "memory suffices again", {{"for", turns_}});
} catch (const std::bad_alloc&) {
  // There is none to say so either.
}

}  // namespace sockq
