#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "agent/server/load/answer_reader.h"
#include "agent/server/load/latency_histogram.h"
#include "agent/server/load/schedule.h"
#include "agent/server/protocol/length_framer.h"
#include "agent/server/protocol/response.h"

namespace sockq {
namespace {

using namespace std::chrono_literals;
using State = AnswerReader::State;

TEST(LatencyHistogram, KnowsEveryTimeToTheWidthOfItsBucket) {
  for (std::int64_t time = 0; time < std::int64_t{1} << 60; time += time / 8 + 1) {
    LatencyHistogram two;
    two.record(std::chrono::nanoseconds(time));
    EXPECT_EQ(two.quantile(0.5).count(), time) << "no more than the longest";
    two.record(std::chrono::nanoseconds(std::int64_t{1} << 61));
    EXPECT_GE(two.quantile(0.5).count(), time);
    EXPECT_LE(two.quantile(0.5).count(), time + time / 64);
  }
}

TEST(LatencyHistogram, OrdersWhatItCounted) {
  LatencyHistogram times;
  EXPECT_EQ(times.quantile(0.99), 0ns);
  EXPECT_EQ(times.mean(), 0ns);
  for (int i = 1; i <= 100; ++i) times.record(std::chrono::nanoseconds(i));
  EXPECT_EQ(times.quantile(0.5), 50ns);
  EXPECT_EQ(times.quantile(0.99), 99ns);
  EXPECT_EQ(times.quantile(1), 100ns);
  EXPECT_EQ(times.quantile(0), 1ns);
  EXPECT_EQ(times.count(), 100U);
  EXPECT_EQ(times.mean(), 50ns);
}

std::vector<std::chrono::nanoseconds> all(const ScheduleOptions& options) {
  Schedule schedule(options);
  std::vector<std::chrono::nanoseconds> times;
  for (; const auto next = schedule.next(); schedule.pop()) times.push_back(*next);
  return times;
}

using Times = std::vector<std::chrono::nanoseconds>;

TEST(Schedule, SpacesARateEvenly) {
  EXPECT_EQ(all({.rate = 4, .duration = 1s}), (Times{0ms, 250ms, 500ms, 750ms}));
  EXPECT_EQ(all({.duration = 1s}), Times{});
}

TEST(Schedule, RepeatsBurstsBetweenSingles) {
  EXPECT_EQ(all({.burst = 2, .burst_every = 400ms, .duration = 1s}),
            (Times{0ms, 0ms, 400ms, 400ms, 800ms, 800ms}));
  EXPECT_EQ(all({.burst = 3, .duration = 1s}), (Times{0ms, 0ms, 0ms}));
  EXPECT_EQ(all({.rate = 2, .burst = 1, .burst_every = 400ms, .duration = 1s}),
            (Times{0ms, 0ms, 400ms, 500ms, 800ms}));
}

TEST(Schedule, RampsInAStraightLine) {
  const Times up = all({.rate = 0.001, .ramp_to = 100, .duration = 10s});
  EXPECT_NEAR(static_cast<double>(up.size()), 500, 2);
  EXPECT_NEAR(std::chrono::duration<double>(up[125]).count(), 5, 0.1) << "a quarter by half time";
  const Times down = all({.rate = 100, .ramp_to = 0, .duration = 10s});
  EXPECT_NEAR(static_cast<double>(down.size()), 500, 2);
  EXPECT_EQ(all({.rate = 5, .ramp_to = 5, .duration = 1s}).size(), 5U);
}

struct AnswerCase {
  Framing framing;
  std::string bytes;
  State state;
  State at_end = State::unfinished;
};

State read_whole(const AnswerCase& one) { return AnswerReader(one.framing).take(one.bytes); }

/// What the last byte brought.
State read_bytes(const AnswerCase& one) {
  AnswerReader reader(one.framing);
  State state = State::unfinished;
  for (std::size_t i = 0; i < one.bytes.size() && state == State::unfinished; ++i)
    state = reader.take(std::string_view(one.bytes).substr(i, 1));
  return state;
}

TEST(AnswerReader, FindsTheEndWhereverTheBytesAreSplit) {
  const std::string answer = response_to({});
  const std::string unending = "HTTP/1.0 200 OK\r\n\r\nabc";
  const std::vector<AnswerCase> cases{
      {Framing::http, answer, State::whole},
      {Framing::http, answer.substr(0, answer.size() - 1), State::unfinished},
      {Framing::http, "HTTP/1.1 204 No Content\r\n\r\n", State::whole},
      {Framing::http, unending, State::unfinished, State::whole},
      {Framing::http, "SSH-2.0-OpenSSH\r\n\r\n", State::malformed},
      {Framing::http, "HTTP/1.1 2x0 OK\r\n\r\n", State::malformed},
      {Framing::http, "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", State::malformed},
      {Framing::http, std::string(70'000, 'x'), State::malformed},
      {Framing::lines, "ping\n", State::whole},
      {Framing::lines, "ping", State::unfinished},
      {Framing::length, LengthFramer::message("ping"), State::whole},
      {Framing::length, LengthFramer::message("ping").substr(0, 7), State::unfinished},
      {Framing::length, "GET / HTTP", State::malformed}};
  for (const AnswerCase& one : cases) {
    EXPECT_EQ(read_whole(one), one.state) << one.bytes.substr(0, 50);
    EXPECT_EQ(read_bytes(one), one.state) << one.bytes.substr(0, 50);
    AnswerReader reader(one.framing);
    if (reader.take(one.bytes) == State::unfinished) {
      EXPECT_EQ(reader.end(), one.at_end) << one.bytes;
    }
  }
}

TEST(AnswerReader, RefusesWhatNobodyAskedFor) {
  for (const Framing framing : {Framing::http, Framing::lines})
    EXPECT_EQ(
        AnswerReader(framing).take(framing == Framing::http ? response_to({}) + "x" : "ping\npong"),
        State::malformed);
}

TEST(AnswerReader, KnowsTheStatusAndTheLastAnswer) {
  AnswerReader reader(Framing::http);
  EXPECT_EQ(reader.take(response_to({.status = 431, .keep_alive = false})), State::whole);
  EXPECT_EQ(reader.status(), 431);
  EXPECT_TRUE(reader.last());
}

}  // namespace
}  // namespace sockq
