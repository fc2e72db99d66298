#include "agent/sandbox/call_filter.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/bpf.h>
#include <linux/netlink.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <latch>
#include <set>
#include <string>
#include <thread>

#include "agent/sandbox/allowed_calls.h"
#include "agent/server/wait.h"
#include "tests/support/temp_dir.h"

namespace sockq {
namespace {

class CallFilter : public testing::Test {
 protected:
  void SetUp() override {
    if (!kHasCallFilter) GTEST_SKIP() << "built with a sanitizer";
  }
};

/// In a child that has filtered its calls, or could not (then exit code 99).
template <class Act>
int status_after(const SandboxNeeds& needs, Act act) {
  const pid_t child = ::fork();
  if (child == 0) {
    const rlimit no_core{.rlim_cur = 0, .rlim_max = 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    if (!forbid_other_calls(needs).ok()) ::_exit(99);
    act();
    ::_exit(0);
  }
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return status;
}

template <class Act>
bool is_fatal(const SandboxNeeds& needs, Act act) {
  const int status = status_after(needs, act);
  EXPECT_TRUE(!WIFEXITED(status) || WEXITSTATUS(status) == 0) << WEXITSTATUS(status);
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS;
}

struct Forbidden {
  const char* name;
  void (*act)();
};

class ForbiddenCall : public CallFilter, public testing::WithParamInterface<Forbidden> {};

TEST_P(ForbiddenCall, EndsTheProcess) { EXPECT_TRUE(is_fatal({}, GetParam().act)); }

constexpr std::size_t kPage = 4096;

INSTANTIATE_TEST_SUITE_P(
    Agent, ForbiddenCall,
    testing::Values(
        Forbidden{"Execve", [] { ::execl("/bin/true", "true", nullptr); }},
        Forbidden{"Fork", [] { ::syscall(SYS_clone, SIGCHLD, nullptr, nullptr, nullptr, 0); }},
        Forbidden{"Ptrace", [] { ::ptrace(PTRACE_ATTACH, ::getppid(), 0, 0); }},
        Forbidden{"KillAnotherProcess", [] { ::kill(::getppid(), 0); }},
        Forbidden{"KillAThreadOfAnother", [] { ::syscall(SYS_tgkill, 1, 1, 0); }},
        Forbidden{"PidfdOpen", [] { ::syscall(SYS_pidfd_open, ::getppid(), 0); }},
        Forbidden{"ReadAnothersMemory",
                  [] { ::syscall(SYS_process_vm_readv, ::getppid(), nullptr, 0, nullptr, 0, 0); }},
        Forbidden{"TakeAnothersDescriptor", [] { ::syscall(SYS_pidfd_getfd, 0, 0, 0); }},
        Forbidden{"OpenToWrite", [] { (void)::open("/dev/null", O_WRONLY); }},
        Forbidden{"OpenToReadAndWrite", [] { (void)::open("/dev/null", O_RDWR); }},
        Forbidden{"CreateAFile", [] { (void)::open("/nowhere/file", O_RDONLY | O_CREAT, 0600); }},
        Forbidden{"CutAFile", [] { (void)::open("/dev/null", O_RDONLY | O_TRUNC); }},
        Forbidden{"UnnamedFile", [] { (void)::open("/nowhere", O_TMPFILE | O_RDONLY, 0600); }},
        Forbidden{"Openat2", [] { ::syscall(SYS_openat2, AT_FDCWD, "/", nullptr, 0); }},
        Forbidden{"Rename", [] { std::rename("/nowhere/one", "/nowhere/two"); }},
        Forbidden{"Unlink", [] { ::unlink("/nowhere/file"); }},
        Forbidden{"Mount", [] { ::syscall(SYS_mount, nullptr, nullptr, nullptr, 0, nullptr); }},
        Forbidden{"ConnectToSomeone", [] { ::connect(0, nullptr, 0); }},
        Forbidden{"InternetSocket", [] { ::socket(AF_INET, SOCK_STREAM, 0); }},
        Forbidden{"UnixSocket", [] { ::socket(AF_UNIX, SOCK_DGRAM, 0); }},
        Forbidden{"PacketSocket", [] { ::socket(AF_PACKET, SOCK_RAW, 0); }},
        Forbidden{"RouteNetlink", [] { ::socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE); }},
        Forbidden{"ExecutableMemory",
                  [] {
                    ::mmap(nullptr, kPage, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                           0);
                  }},
        Forbidden{"MakeMemoryExecutable",
                  [] { ::mprotect(nullptr, kPage, PROT_READ | PROT_EXEC); }},
        Forbidden{"OtherNamespace", [] { ::setns(0, CLONE_NEWNET); }},
        Forbidden{"NewNamespace", [] { ::unshare(CLONE_NEWUSER); }},
        Forbidden{"RaiseALimit",
                  [] {
                    const rlimit limit{.rlim_cur = 64, .rlim_max = 64};
                    ::setrlimit(RLIMIT_NOFILE, &limit);
                  }},
        Forbidden{"LoadBpf", [] { ::syscall(SYS_bpf, BPF_PROG_LOAD, nullptr, 0); }},
        Forbidden{"Dumpable", [] { ::prctl(PR_SET_DUMPABLE, 1); }}),
    [](const auto& test) { return test.param.name; });

/// Numbers of the calls that some rule allows, and of two that no filter sees: uretprobe and uprobe
/// of x86-64, which end whoever is not being probed (seccomp_uprobe_exception, kernel/seccomp.c).
std::set<int> allowed_numbers() {
  std::set<int> numbers{335, 336};
  for (const CallGroup& group : allowed_calls({}, ::getpid()))
    for (const CallRule& rule : group.rules)
      numbers.insert(seccomp_syscall_resolve_name(rule.call));
  return numbers;
}

TEST_F(CallFilter, EveryCallThatIsNotListedEndsTheProcess) {
  constexpr int kMoreThanThereAre = 480;
  const std::set<int> allowed = allowed_numbers();
  for (int number = 0; number < kMoreThanThereAre; ++number)
    if (!allowed.contains(number)) {
      EXPECT_TRUE(is_fatal({}, [&] { ::syscall(number, 0, 0, 0, 0, 0, 0); })) << number;
    }
}

TEST_F(CallFilter, KnowsEveryCallOfItsList) {
  for (const CallGroup& group : allowed_calls(
           {.other_namespaces = true, .writes_files = true, .notifies = true, .child = 7}, 6))
    for (const CallRule& rule : group.rules)
      EXPECT_NE(seccomp_syscall_resolve_name(rule.call), __NR_SCMP_ERROR) << rule.call;
}

TEST_F(CallFilter, HoldsForThreadsThatRanBefore) {
  const pid_t child = ::fork();
  if (child == 0) {
    const rlimit no_core{.rlim_cur = 0, .rlim_max = 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    std::latch filtered{1};
    std::thread earlier([&filtered] {
      filtered.wait();
      ::kill(::getppid(), 0);
    });
    if (!forbid_other_calls({}).ok()) ::_exit(99);
    filtered.count_down();
    earlier.join();
    ::_exit(0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS) << status;
}

TEST_F(CallFilter, LetsThreadsBeginAndThrow) {
  EXPECT_EQ(status_after({},
                         [] {
                           std::thread later([] {
                             try {
                               (void)std::string().at(1);
                             } catch (const std::exception&) {
                             }
                           });
                           later.join();
                         }),
            0);
}

TEST_F(CallFilter, LetsTheProcessAbort) {
  const int status = status_after({}, [] { std::abort(); });
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT) << status;
}

TEST_F(CallFilter, OtherNamespacesAreEnteredOnlyIfNeeded) {
  const auto enter = [] { ::setns(-1, CLONE_NEWNET); };
  EXPECT_EQ(status_after({.other_namespaces = true}, enter), 0);
  EXPECT_TRUE(is_fatal({.other_namespaces = true}, [] { ::setns(-1, CLONE_NEWNS); }));
}

TEST_F(CallFilter, FilesAreWrittenOnlyIfNeeded) {
  const TempDir directory;
  const std::string file = (directory.path() / "metrics.prom").string();
  EXPECT_EQ(status_after({.writes_files = true},
                         [&] {
                           const UniqueFd fd(
                               ::open((file + ".new").c_str(), O_WRONLY | O_CREAT | O_EXCL, 0644));
                           if (::write(fd.get(), "x", 1) != 1 || ::fsync(fd.get()) != 0)
                             ::_exit(98);
                           if (std::rename((file + ".new").c_str(), file.c_str()) != 0) ::_exit(97);
                         }),
            0);
  EXPECT_TRUE(std::filesystem::exists(file));
}

TEST_F(CallFilter, TheServiceManagerIsToldOnlyIfNeeded) {
  EXPECT_EQ(status_after({.notifies = true}, [] { ::socket(AF_UNIX, SOCK_DGRAM, 0); }), 0);
}

TEST_F(CallFilter, OnlyItsOwnChildMayBeEnded) {
  const pid_t child = ::fork();
  if (child == 0) {
    while (true) ::pause();
  }
  EXPECT_TRUE(is_fatal({.child = child}, [] { ::kill(::getppid(), SIGKILL); }));
  EXPECT_TRUE(is_fatal({.child = child}, [child] { ::kill(child, SIGSTOP); }));
  EXPECT_EQ(status_after({.child = child},
                         [child] {
                           if (!watch_process(child).valid()) ::_exit(98);
                           ::kill(child, SIGKILL);
                         }),
            0);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(WTERMSIG(status), SIGKILL);
}

}  // namespace
}  // namespace sockq
