#include "agent/sandbox/sandbox.h"

#include "agent/log.h"
#include "agent/sandbox/call_filter.h"
#include "agent/sandbox/capabilities.h"

namespace sockq {

Result<Unit> enter_sandbox(const SandboxNeeds& needs) {
  const Result<std::string> kept = give_up_capabilities(needs);
  if (!kept.ok()) return kept.error();
  log_line(LogLevel::info, "capabilities given up", {{"kept", kept.value()}});
  return Unit{};
}

Result<Unit> close_sandbox(const SandboxNeeds& needs) {
  if constexpr (!kHasCallFilter) {
    log_line(LogLevel::warn, "system calls not filtered: built with a sanitizer");
    return Unit{};
  }
  Result<Unit> filtered = forbid_other_calls(needs);
  if (filtered.ok()) log_line(LogLevel::info, "system calls filtered");
  return filtered;
}

}  // namespace sockq
