#include "agent/doctor/finding_watch.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/support/two_looks_maker.h"

namespace sockq {
namespace {

using std::chrono::milliseconds;

/// What the agent sees: a listener whose short queue is full, or is well.
Snapshot seen(bool sick) {
  TwoLooksMaker looks;
  if (sick) looks.queues(512, 511, 10, 10);
  Snapshot snapshot;
  snapshot.namespaces.push_back(looks.after);
  return snapshot;
}

/// Asks until there are so many findings, or for 20 s.
std::size_t await_findings(const FindingWatch& watch, std::size_t wanted) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  std::size_t found = watch.snapshot().findings.size();
  while (found != wanted && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(milliseconds(1));
    found = watch.snapshot().findings.size();
  }
  return found;
}

TEST(FindingWatch, TellsWhatIsWrongUntilItIsGone) {
  std::atomic<bool> sick = true;
  const FindingWatch watch([&sick] { return seen(sick); }, milliseconds(1));
  ASSERT_EQ(await_findings(watch, 2), 2U);
  const Snapshot snapshot = watch.snapshot();
  EXPECT_EQ(snapshot.findings.front().rule, "accept-queue-full");
  EXPECT_EQ(snapshot.findings_left_out, 0U);
  EXPECT_EQ(snapshot.namespaces.size(), 1U);
  sick = false;
  EXPECT_EQ(await_findings(watch, 0), 0U);
}

TEST(FindingWatch, EndsAtOnceHoweverLongItsInterval) {
  const auto begin = std::chrono::steady_clock::now();
  {
    const FindingWatch watch([] { return Snapshot{}; }, std::chrono::hours(1));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::minutes(1));
}

}  // namespace
}  // namespace sockq
