#include "agent/sandbox/call_filter.h"

#include <unistd.h>

#include <cerrno>
#include <memory>

#include "agent/sandbox/allowed_calls.h"

namespace sockq {
namespace {

using Filter = std::unique_ptr<void, void (*)(scmp_filter_ctx)>;

/// libseccomp returns a negated errno.
Error cannot_filter(int result) {
  return {-result, "cannot filter", "system calls", "see --no-sandbox"};
}

/// A call that this architecture does not have needs no rule: libseccomp knows its name, and skips
/// it.
int add(scmp_filter_ctx filter, const CallRule& rule) {
  const std::uint32_t action =
      rule.error == 0 ? SCMP_ACT_ALLOW : SCMP_ACT_ERRNO(static_cast<std::uint32_t>(rule.error));
  const int number = seccomp_syscall_resolve_name(rule.call);
  if (number == __NR_SCMP_ERROR) return -ENOSYS;
  return seccomp_rule_add_array(filter, action, number, static_cast<unsigned>(rule.when.size()),
                                rule.when.data());
}

}  // namespace

Result<Unit> forbid_other_calls(const SandboxNeeds& needs) {
  const Filter filter(seccomp_init(SCMP_ACT_KILL_PROCESS), seccomp_release);
  if (!filter) return cannot_filter(-ENOMEM);
  constexpr std::uint32_t kBinaryTree = 2;
  const struct {
    scmp_filter_attr attribute;
    std::uint32_t value;
  } settings[] = {{SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS},
                  {SCMP_FLTATR_CTL_TSYNC, 1},
                  {SCMP_FLTATR_CTL_LOG, 1},
                  {SCMP_FLTATR_CTL_OPTIMIZE, kBinaryTree}};
  for (const auto& [attribute, value] : settings)
    if (const int set = seccomp_attr_set(filter.get(), attribute, value); set != 0)
      return cannot_filter(set);
  for (const CallGroup& group : allowed_calls(needs, ::getpid()))
    for (const CallRule& rule : group.rules)
      if (const int added = add(filter.get(), rule); added != 0) return cannot_filter(added);
  if (const int loaded = seccomp_load(filter.get()); loaded != 0) return cannot_filter(loaded);
  return Unit{};
}

}  // namespace sockq
