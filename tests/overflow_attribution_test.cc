#include "agent/overflow_attribution.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>
#include <vector>

namespace sockq {
namespace {

constexpr QueueSeen kFull = QueueSeen::full;
constexpr QueueSeen kWaiting = QueueSeen::waiting;
constexpr QueueSeen kEmpty = QueueSeen::empty;

std::vector<std::uint64_t> overflows(OverflowAttribution& attribution, std::uint64_t rise,
                                     std::vector<OverflowSuspect> suspects) {
  attribution.attribute(rise, suspects);
  std::vector<std::uint64_t> result;
  for (const OverflowSuspect& suspect : suspects) result.push_back(suspect.overflows);
  return result;
}

using Shares = std::vector<std::uint64_t>;

TEST(OverflowAttribution, OneSuspectHasThemAll) {
  OverflowAttribution attribution;
  EXPECT_EQ(overflows(attribution, 5, {{5, kFull}}), Shares{5});
  EXPECT_EQ(overflows(attribution, 5, {{9, kEmpty}}), Shares{5}) << "seen full or not";
  EXPECT_EQ(attribution.shared(), 0U);
}

TEST(OverflowAttribution, TheOneThatWasFullComesFirst) {
  OverflowAttribution attribution;
  EXPECT_EQ(overflows(attribution, 5, {{100, kEmpty}, {6, kFull}}), (Shares{0, 5}));
  EXPECT_EQ(overflows(attribution, 8, {{100, kEmpty}, {6, kFull}}), (Shares{2, 6}))
      << "no more than its drops";
  EXPECT_EQ(attribution.shared(), 0U);
}

TEST(OverflowAttribution, ThenTheOneWithSomebodyWaiting) {
  OverflowAttribution attribution;
  EXPECT_EQ(overflows(attribution, 10, {{1, kEmpty}, {10, kWaiting}}), (Shares{0, 10}));
  EXPECT_EQ(attribution.shared(), 0U);
}

TEST(OverflowAttribution, SeveralShareInProportionAndTheWholeIsKept) {
  OverflowAttribution attribution;
  EXPECT_EQ(overflows(attribution, 10, {{10, kFull}, {20, kFull}, {0, kFull}}), (Shares{3, 7, 0}));
  EXPECT_EQ(attribution.shared(), 10U);
}

TEST(OverflowAttribution, WhatFindsNobodyWaitsOneLook) {
  OverflowAttribution attribution;
  EXPECT_EQ(overflows(attribution, 4, {}), Shares{});
  EXPECT_EQ(attribution.unattributed(), 0U);
  EXPECT_EQ(overflows(attribution, 0, {{4, kFull}}), Shares{4});
  EXPECT_EQ(attribution.unattributed(), 0U);
}

TEST(OverflowAttribution, WhatFindsNobodyTwiceIsUnattributed) {
  OverflowAttribution attribution;
  EXPECT_EQ(overflows(attribution, 4, {}), Shares{});
  EXPECT_EQ(overflows(attribution, 3, {{2, kFull}}), Shares{2});
  EXPECT_EQ(attribution.unattributed(), 2U) << "of the 4; the new 3 wait";
  EXPECT_EQ(overflows(attribution, 0, {}), Shares{});
  EXPECT_EQ(attribution.unattributed(), 5U);
}

TEST(OverflowAttribution, RestartForgetsWhatWaits) {
  OverflowAttribution attribution;
  (void)overflows(attribution, 4, {});
  attribution.restart();
  EXPECT_EQ(overflows(attribution, 0, {{4, kFull}}), Shares{0});
  EXPECT_EQ(attribution.unattributed(), 0U);
}

TEST(OverflowAttribution, EveryOverflowGoesSomewhereOnce) {
  std::mt19937_64 random(7);
  OverflowAttribution attribution;
  std::uint64_t risen = 0;
  std::uint64_t given = 0;
  for (int look = 0; look < 10'000; ++look) {
    const std::uint64_t rise = random() % 20;
    std::vector<OverflowSuspect> suspects(random() % 4);
    for (OverflowSuspect& suspect : suspects)
      suspect = {random() % 10, static_cast<QueueSeen>(random() % 3)};
    attribution.attribute(rise, suspects);
    risen += rise;
    for (const OverflowSuspect& suspect : suspects) {
      EXPECT_LE(suspect.overflows, suspect.drops_rise);
      given += suspect.overflows;
    }
  }
  attribution.attribute(0, {});
  EXPECT_EQ(given + attribution.unattributed(), risen);
}

}  // namespace
}  // namespace sockq
