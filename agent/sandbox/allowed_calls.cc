#include "agent/sandbox/allowed_calls.h"

#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/nsfs.h>
#include <linux/prctl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include <cerrno>
#include <csignal>

namespace sockq {
namespace {

/// Of arguments that are `int`, the kernel looks at 32 bits, and so does the filter.
constexpr scmp_datum_t kInt = 0xffffffff;

scmp_arg_cmp equals(unsigned argument, int value) {
  return {argument, SCMP_CMP_MASKED_EQ, kInt, static_cast<scmp_datum_t>(value) & kInt};
}

scmp_arg_cmp has_all(unsigned argument, scmp_datum_t bits) {
  return {argument, SCMP_CMP_MASKED_EQ, bits, bits};
}

scmp_arg_cmp has_none(unsigned argument, scmp_datum_t bits) {
  return {argument, SCMP_CMP_MASKED_EQ, bits, 0};
}

constexpr int kWritingFlags = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY);

std::vector<CallGroup> always_allowed(pid_t self) {
  return {
      {"memory, none of it executable",
       {{"brk"},
        {"mmap", {has_none(2, PROT_EXEC)}},
        {"mprotect", {has_none(2, PROT_EXEC)}},
        {"mremap"},
        {"munmap"},
        {"madvise"},
        {"sysinfo"}}},
      // The flags of clone3 are out of a filter's sight; without it, glibc takes clone.
      {"threads, but no process",
       {{"clone", {has_all(0, CLONE_THREAD)}},
        {"clone3", {}, ENOSYS},
        {"exit"},
        {"exit_group"},
        {"futex"},
        {"getpid"},
        {"gettid"},
        {"prctl", {equals(0, PR_SET_NAME)}},
        {"prctl", {equals(0, PR_SET_VMA)}},
        {"rseq"},
        {"sched_getaffinity"},
        {"sched_yield"},
        {"set_robust_list"}}},
      {"its own signals, and its own end by abort()",
       {{"restart_syscall"},
        {"rt_sigaction"},
        {"rt_sigprocmask"},
        {"rt_sigreturn"},
        {"sigaltstack"},
        {"tgkill", {equals(0, self)}}}},
      {"time",
       {{"clock_getres"},
        {"clock_gettime"},
        {"clock_nanosleep"},
        {"getrusage"},
        {"gettimeofday"},
        {"nanosleep"},
        {"time"}}},
      {"waiting",
       {{"epoll_create1"},
        {"epoll_ctl"},
        {"epoll_pwait"},
        {"epoll_wait"},
        {"eventfd2"},
        {"poll"},
        {"ppoll"}}},
      {"procfs, control groups, certificates and configuration, to read",
       {{"access"},
        {"faccessat"},
        {"faccessat2"},
        {"fstat"},
        {"getdents64"},
        {"lseek"},
        {"newfstatat"},
        {"openat", {has_none(2, kWritingFlags)}},
        {"pread64"},
        {"readlinkat"},
        {"readv"},
        {"statx"}}},
      {"descriptors that are open, the log among them",
       {{"close"},
        {"fcntl", {equals(1, F_DUPFD_CLOEXEC)}},
        {"fcntl", {equals(1, F_GETFD)}},
        {"fcntl", {equals(1, F_SETFD)}},
        {"fcntl", {equals(1, F_GETFL)}},
        {"fcntl", {equals(1, F_SETFL)}},
        {"read"},
        {"write"},
        {"writev"}}},
      {"the kernel's tables of sockets",
       {{"socket", {equals(0, AF_NETLINK), equals(2, NETLINK_SOCK_DIAG)}},
        {"bind"},
        {"getsockname"},
        {"recvmsg"},
        {"sendto"},
        {"setsockopt"}}},
      {"scrapers that are connected, and TLS",
       {{"accept4"},
        {"getpeername"},
        {"getrandom"},
        {"getsockopt"},
        {"recvfrom"},
        {"sendmsg"},
        {"shutdown"}}},
  };
}

CallGroup for_other_namespaces() {
  return {"other network namespaces",
          {{"setns", {equals(1, CLONE_NEWNET)}}, {"ioctl", {equals(1, NS_GET_NSTYPE)}}}};
}

CallGroup for_files() {
  return {"files to write",
          {{"openat"},
           {"fchmod"},
           {"fdatasync"},
           {"fsync"},
           {"ftruncate"},
           {"rename"},
           {"renameat"},
           {"renameat2"},
           {"umask"},
           {"unlink"},
           {"unlinkat"}}};
}

CallGroup for_notifications() {
  return {"the service manager",
          {{"socket", {equals(0, AF_UNIX)}}, {"getuid"}, {"geteuid"}, {"getgid"}, {"getegid"}}};
}

CallGroup for_child(pid_t child) {
  return {"the end of its own child",
          {{"kill", {equals(0, child), equals(1, SIGKILL)}},
           {"pidfd_open", {equals(0, child)}},
           {"wait4", {equals(0, child)}}}};
}

}  // namespace

std::vector<CallGroup> allowed_calls(const SandboxNeeds& needs, pid_t self) {
  std::vector<CallGroup> groups = always_allowed(self);
  if (needs.other_namespaces) groups.push_back(for_other_namespaces());
  if (needs.writes_files) groups.push_back(for_files());
  if (needs.notifies) groups.push_back(for_notifications());
  if (needs.child != 0) groups.push_back(for_child(needs.child));
  return groups;
}

}  // namespace sockq
