#include "agent/top/top_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/top_scene.h"

namespace sockq {
namespace {

using testing::ElementsAre;

std::vector<std::string> addresses(const TopModel& model) {
  std::vector<std::string> names;
  for (const ListenerRow& row : model.listeners()) names.push_back(row.listener->address);
  return names;
}

void type(TopModel& model, const std::string& letters) {
  for (const char letter : letters)
    ASSERT_TRUE(model.press({Key::Code::character, static_cast<char32_t>(letter)}));
}

void press(TopModel& model, Key::Code code) { ASSERT_TRUE(model.press({code})); }

class TopModelTest : public testing::Test {
 protected:
  TopModel model{"here", "1s"};
};

TEST_F(TopModelTest, TroubleComesFirst) {
  const auto look = [&](double at, std::uint64_t drops) {
    model.take(scene(at, {{"calm:1"},
                          {"waits:1", 1},
                          {"near:1", 100},
                          {"full:1", 129},
                          {"lately:1", 0, 128, drops},
                          {"fuller:1", 60}}));
  };
  look(0, 5);
  look(1, 9);
  EXPECT_THAT(addresses(model),
              ElementsAre("full:1", "lately:1", "near:1", "fuller:1", "waits:1", "calm:1"));
  EXPECT_EQ(model.listeners()[1].trouble, Trouble::overflows);
  EXPECT_EQ(model.listeners()[1].trend->overflows.rate(), 4);
}

TEST_F(TopModelTest, RatesAreOverTheLastSecondsAndEndWithThem) {
  for (int second = 0; second <= 20; ++second)
    model.take(scene(second, {{"a:1", 0, 128, second == 0 ? 0U : 10U}}));
  EXPECT_EQ(model.listeners()[0].trend->drops.rate(), 0);
  model.take(scene(21, {{"a:1", 0, 128, 20}}));
  EXPECT_EQ(model.listeners()[0].trend->drops.rate(), 2) << "10 in 5 s";
  model.take(scene(22, {{"a:1", 0, 128, 3}}));
  EXPECT_FALSE(model.listeners()[0].trend->drops.rate()) << "it began anew";
}

TEST_F(TopModelTest, ASmallChangeMovesNoRow) {
  model.take(scene(0, {{"b:1", 65}, {"a:1", 70}}));
  EXPECT_THAT(addresses(model), ElementsAre("a:1", "b:1"));
  model.take(scene(1, {{"b:1", 70}, {"a:1", 65}}));
  EXPECT_THAT(addresses(model), ElementsAre("a:1", "b:1"));
}

TEST_F(TopModelTest, OrderIsCycledInBothWays) {
  model.take(scene(0, {{"b:1", 5, 10}, {"a:1", 6, 100}}));
  EXPECT_THAT(addresses(model), ElementsAre("b:1", "a:1"));
  type(model, "ss");
  EXPECT_EQ(model.order(), RowOrder::length);
  EXPECT_THAT(addresses(model), ElementsAre("a:1", "b:1"));
  type(model, "SSS");
  EXPECT_EQ(model.order(), RowOrder::name);
  EXPECT_THAT(addresses(model), ElementsAre("a:1", "b:1"));
}

TEST_F(TopModelTest, TextFiltersAsItIsTyped) {
  model.take(scene(0, {{"0.0.0.0:80", 0, 128, 0, "nginx"}, {"0.0.0.0:22", 0, 128, 0, "sshd"}}));
  type(model, "/NGi");
  EXPECT_TRUE(model.editing());
  EXPECT_THAT(addresses(model), ElementsAre("0.0.0.0:80"));
  type(model, "q");
  EXPECT_THAT(addresses(model), ElementsAre()) << "q is a letter here";
  press(model, Key::Code::backspace);
  press(model, Key::Code::enter);
  EXPECT_FALSE(model.editing());
  EXPECT_THAT(addresses(model), ElementsAre("0.0.0.0:80"));
  press(model, Key::Code::escape);
  EXPECT_EQ(addresses(model).size(), 2U);
}

TEST_F(TopModelTest, ProcessFilterIsThatOfTheSelectedRow) {
  model.take(scene(
      0, {{"a:1", 0, 128, 0, "nginx"}, {"b:1", 0, 128, 0, "sshd"}, {"c:1", 0, 128, 0, "sshd"}}));
  type(model, "jp");
  EXPECT_THAT(addresses(model), ElementsAre("b:1", "c:1"));
  EXPECT_EQ(model.process(), "sshd");
  type(model, "p");
  EXPECT_EQ(addresses(model).size(), 3U);
}

TEST_F(TopModelTest, NamespacesTakeTurns) {
  TopSample sample = scene(0, {{"a:1"}});
  sample.snapshot.namespaces.push_back(scene(0, {{"a:1"}}).snapshot.namespaces.front());
  sample.snapshot.namespaces[0].netns = "blue";
  sample.snapshot.namespaces[1].netns = "red";
  model.take(std::move(sample));
  EXPECT_EQ(model.listeners().size(), 2U);
  type(model, "n");
  ASSERT_EQ(model.listeners().size(), 1U);
  EXPECT_EQ(row_name(model.listeners()[0]), "blue a:1");
  type(model, "n");
  EXPECT_EQ(row_name(model.listeners()[0]), "red a:1");
  type(model, "n");
  EXPECT_EQ(model.listeners().size(), 2U);
}

TEST_F(TopModelTest, TheChosenListenerStaysSelectedWhereverItGoes) {
  model.take(scene(0, {{"a:1"}, {"b:1"}, {"c:1"}}));
  EXPECT_EQ(model.selected_row(), 0U);
  press(model, Key::Code::down);
  model.take(scene(1, {{"a:1"}, {"b:1", 129}, {"c:1"}}));
  EXPECT_EQ(model.selected_row(), 0U);
  model.take(scene(2, {{"a:1", 1}, {"b:1"}, {"c:1", 129}}));
  EXPECT_EQ(model.selected_row(), 2U);
  model.take(scene(3, {{"a:1"}}));
  EXPECT_EQ(model.selected_row(), 0U) << "it is gone";
}

TEST_F(TopModelTest, ScrollsToTheSelectedRow) {
  std::vector<SceneListener> many;
  for (int number = 100; number < 150; ++number) many.push_back({"a:" + std::to_string(number)});
  model.take(scene(0, many));
  model.fit(10);
  press(model, Key::Code::page_down);
  EXPECT_EQ(model.selected_row(), 10U);
  EXPECT_EQ(model.first_row(), 1U);
  press(model, Key::Code::end);
  EXPECT_EQ(model.first_row(), 40U);
  model.fit(20);
  EXPECT_EQ(model.first_row(), 30U) << "no blank rows at the end";
  press(model, Key::Code::home);
  EXPECT_EQ(model.first_row(), 0U);
}

TEST_F(TopModelTest, DetailIsOfOneListenerUntilItIsGone) {
  model.take(scene(0, {{"a:1"}, {"b:1"}}));
  press(model, Key::Code::down);
  press(model, Key::Code::enter);
  EXPECT_EQ(model.sheet(), TopModel::Sheet::detail);
  ASSERT_NE(model.detail(), nullptr);
  EXPECT_EQ(model.detail()->listener->address, "b:1");
  model.take(scene(1, {{"a:1"}}));
  EXPECT_EQ(model.detail(), nullptr);
  EXPECT_EQ(model.detail_name(), "b:1");
  press(model, Key::Code::escape);
  EXPECT_EQ(model.sheet(), TopModel::Sheet::none);
}

TEST_F(TopModelTest, OnlyQLeaves) {
  model.take(scene(0, {{"a:1"}}));
  type(model, "?xyz?c");
  EXPECT_EQ(model.page(), TopModel::Page::connections);
  EXPECT_FALSE(model.press({Key::Code::character, U'q'}));
}

TEST_F(TopModelTest, AnEmptyLookIsNoTrouble) {
  model.take(TopSample{});
  for (const Key::Code code : {Key::Code::up, Key::Code::down, Key::Code::page_down, Key::Code::end,
                               Key::Code::enter, Key::Code::backspace})
    press(model, code);
  type(model, "snpcjkgG");
  EXPECT_EQ(model.selected_row(), 0U);
}

TEST(MinuteHistory, HoldsTheHighestOfEachSecond) {
  MinuteHistory history;
  EXPECT_FALSE(history.highest(0, 100));
  history.add(10, 0.2);
  history.add(10, 0.1);
  history.add(13, 0.5);
  EXPECT_NEAR(history.highest(10, 11).value(), 0.2, 1e-6);
  EXPECT_NEAR(history.highest(11, 13).value(), 0.2, 1e-6) << "as the second before";
  EXPECT_NEAR(history.highest(0, 100).value(), 0.5, 1e-6);
  EXPECT_FALSE(history.highest(0, 10));
  history.add(100, 0);
  EXPECT_FALSE(history.highest(0, 41)) << "more than a minute ago";
  EXPECT_NEAR(history.highest(41, 100).value(), 0.5, 1e-6);
  history.add(50, 0.3);
  EXPECT_FALSE(history.highest(51, 101)) << "the clock was set back";
}

}  // namespace
}  // namespace sockq
