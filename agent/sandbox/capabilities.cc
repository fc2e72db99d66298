#include "agent/sandbox/capabilities.h"

#include <cap-ng.h>
#include <sys/prctl.h>

#include <cerrno>
#include <vector>

namespace sockq {
namespace {

/// proc(5) asks for PTRACE_MODE_READ_FSCREDS at /proc/PID/fd and /proc/PID/ns, the directory's
/// mode for the rest; setns(2) into a network namespace for CAP_SYS_ADMIN.
std::vector<unsigned> needed(const SandboxNeeds& needs) {
  std::vector<unsigned> capabilities;
  if (needs.owners || needs.other_namespaces) capabilities.push_back(CAP_SYS_PTRACE);
  if (needs.owners) capabilities.push_back(CAP_DAC_READ_SEARCH);
  if (needs.other_namespaces) capabilities.push_back(CAP_SYS_ADMIN);
  return capabilities;
}

Error cannot_give_up() { return {errno, "cannot give up", "capabilities", "see --no-sandbox"}; }

}  // namespace

Result<std::string> give_up_capabilities(const SandboxNeeds& needs) {
  if (capng_get_caps_process() != 0) return cannot_give_up();
  std::vector<unsigned> kept = needed(needs);
  std::erase_if(kept,
                [](unsigned each) { return capng_have_capability(CAPNG_PERMITTED, each) == 0; });
  // Whoever may not drop them from the bounding set still gains none of them after no_new_privs.
  const bool may_bound = capng_have_capability(CAPNG_EFFECTIVE, CAP_SETPCAP) != 0;

  capng_clear(CAPNG_SELECT_ALL);
  std::string names;
  for (const unsigned each : kept) {
    capng_update(CAPNG_ADD, static_cast<capng_type_t>(CAPNG_EFFECTIVE | CAPNG_PERMITTED), each);
    names.append(names.empty() ? "" : ",").append(capng_capability_to_name(each));
  }
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return cannot_give_up();
  if (capng_apply(CAPNG_SELECT_AMBIENT) != 0) return cannot_give_up();
  if (capng_apply(may_bound ? CAPNG_SELECT_BOTH : CAPNG_SELECT_CAPS) != 0) return cannot_give_up();
  return names;
}

}  // namespace sockq
