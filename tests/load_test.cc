#include "agent/server/load/load.h"

#include <gtest/gtest.h>
#include <sys/eventfd.h>

#include <thread>

#include "tests/support/live_listener.h"
#include "tests/support/loopback_client.h"
#include "tests/support/own_namespace.h"
#include "tests/support/server_process.h"

namespace sockq {
namespace {

using namespace std::chrono_literals;

LoadResult load(const LoadOptions& options) {
  const UniqueFd never(::eventfd(0, EFD_CLOEXEC));
  return run_load(options, never.get()).value();
}

TEST(Load, CountsTheAnswersOfAnOpenLoop) {
  const ServerProcess server({});
  const LoadResult result =
      load({.target = server.address(), .schedule = {.rate = 200, .duration = 500ms}});
  EXPECT_EQ(result.due, 100U);
  EXPECT_EQ(result.answered, 100U);
  EXPECT_EQ(result.connections, 100U);
  EXPECT_EQ(result.total.count(), 100U);
  EXPECT_EQ(result.connect.count(), 100U);
  EXPECT_GE(result.elapsed, 490ms);
}

TEST(Load, CountsTheTimeARequestWaitedForItsTurn) {
  const ServerProcess server({"--work", "20ms"});
  const LoadResult result =
      load({.target = server.address(), .schedule = {.burst = 5}, .most_open = 1});
  EXPECT_EQ(result.answered, 5U);
  EXPECT_GE(result.total.max(), 100ms);
  EXPECT_GE(result.connect.max(), 80ms);
}

TEST(Load, UsesConnectionsAgain) {
  const ServerProcess server({});
  const LoadResult result = load(
      {.target = server.address(), .schedule = {.burst = 50}, .keep_alive = true, .most_open = 5});
  EXPECT_EQ(result.answered, 50U);
  EXPECT_EQ(result.connections, 5U);
}

TEST(Load, AsksAgainOnceAnsweredInAClosedLoop) {
  for (const std::string framing : {"http", "lines", "length"}) {
    const ServerProcess server({"--framing", framing, "--pattern", "thread"});
    const LoadResult result = load({.target = server.address(),
                                    .concurrency = 4,
                                    .requests = 200,
                                    .keep_alive = true,
                                    .framing = framing == "http"    ? Framing::http
                                               : framing == "lines" ? Framing::lines
                                                                    : Framing::length});
    EXPECT_EQ(result.answered, 200U) << framing;
    EXPECT_EQ(result.connections, 4U) << framing;
  }
}

TEST(Load, ReachesUnixSockets) {
  const ServerProcess server({}, "@sockq-load-" + std::to_string(::getpid()));
  EXPECT_EQ(load({.target = server.address(), .schedule = {.burst = 20}}).answered, 20U);
}

TEST(Load, ReadsSlowlyWhereAsked) {
  const ServerProcess server({"--body-size", "40000"});
  const LoadResult result =
      load({.target = server.address(), .schedule = {.burst = 3}, .read_rate = 100'000});
  EXPECT_EQ(result.answered, 3U);
  EXPECT_GE(result.total.quantile(0.1), 380ms);
  EXPECT_GT(result.bytes, 120'000U);
}

TEST(Load, TellsRefusedFromReset) {
  SocketAddress target;
  {
    const LiveListener listener(5);
    target = listener.address();
    std::thread server([&listener] {
      for (int i = 0; i < 2; ++i) {
        EXPECT_TRUE(reports(listener.fd(), POLLIN, 10s));
        listener.accept().reset();
      }
    });
    EXPECT_EQ(load({.target = target, .schedule = {.burst = 2}}).reset, 2U);
    server.join();
  }
  const LoadResult result = load({.target = target, .schedule = {.burst = 2}});
  EXPECT_EQ(result.refused, 2U);
  EXPECT_EQ(result.answered, 0U);
}

TEST(Load, CountsThoseWhoseSynWasNotAnswered) {
  SOCKQ_IN_OWN_NAMESPACE([] {
    const LiveListener listener(0);  // holds one connection; the SYN of the others is dropped
    const LoadResult result =
        load({.target = listener.address(), .schedule = {.burst = 4}, .timeout = 1500ms});
    EXPECT_EQ(result.timed_out, 4U);
    EXPECT_EQ(result.syn_retried, 3U);
    EXPECT_EQ(result.connect.count(), 1U);
  });
}

}  // namespace
}  // namespace sockq
