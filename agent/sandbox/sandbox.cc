#include "agent/sandbox/sandbox.h"

#include "agent/log.h"
#include "agent/sandbox/call_filter.h"
#include "agent/sandbox/capabilities.h"

namespace sockq {

Result<std::string> enter_sandbox(const SandboxNeeds& needs) { return give_up_capabilities(needs); }

Result<Unit> close_sandbox(const SandboxNeeds& needs, std::string_view kept) {
  log_line(LogLevel::info, "capabilities given up", {{"kept", std::string(kept)}});
  if constexpr (!kHasCallFilter) {
    log_line(LogLevel::warn, "system calls not filtered: built with a sanitizer");
    return Unit{};
  }
  Result<Unit> filtered = forbid_other_calls(needs);
  if (filtered.ok()) log_line(LogLevel::info, "system calls filtered");
  return filtered;
}

}  // namespace sockq
