#include "agent/stop_signal.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace sockq {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// In a child, for signals are of a whole process: whether `signal` stops it, after `before` was
/// called; 99 where it could not wait.
int stops(
    int signal, void (*before)() = [] {}) {
  const pid_t child = ::fork();
  if (child == 0) {
    before();
    const Result<StopSignal> stop = StopSignal::block();
    if (!stop.ok()) ::_exit(99);
    ::raise(signal);
    ::_exit(stop.value().comes_before(steady_clock::now() + milliseconds(50)) ? 1 : 0);
  }
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status)) << "signal " << WTERMSIG(status);
  return WEXITSTATUS(status);
}

TEST(StopSignal, IsEachOfThree) {
  EXPECT_EQ(stops(SIGINT), 1);
  EXPECT_EQ(stops(SIGTERM), 1);
  EXPECT_EQ(stops(SIGHUP, [] { std::signal(SIGHUP, SIG_DFL); }), 1);
}

TEST(StopSignal, IsNoHangupThatIsIgnored) {
  EXPECT_EQ(stops(SIGHUP, [] { std::signal(SIGHUP, SIG_IGN); }), 0);
}

TEST(StopSignal, IsNoHangupThatSomebodyElseWaitsFor) {
  EXPECT_EQ(stops(SIGHUP,
                  [] {
                    sigset_t hangup;
                    sigemptyset(&hangup);
                    sigaddset(&hangup, SIGHUP);
                    ::pthread_sigmask(SIG_BLOCK, &hangup, nullptr);
                  }),
            0);
}

TEST(StopSignal, IsNoBrokenPipe) { EXPECT_EQ(stops(SIGPIPE), 0); }

}  // namespace
}  // namespace sockq
