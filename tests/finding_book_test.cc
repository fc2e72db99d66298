#include "agent/doctor/finding_book.h"

#include <gtest/gtest.h>

namespace sockq {
namespace {

Finding finding(const std::string& listener, Severity severity = Severity::warning) {
  Finding result;
  result.rule = "accept-queue-full";
  result.severity = severity;
  result.protocol = "tcp";
  result.listener = listener;
  return result;
}

TEST(FindingBook, AppearsWhenItHeldForSomeLooks) {
  FindingBook book;
  book.update({finding("a")});
  EXPECT_TRUE(book.findings().empty());
  for (int look = 0; look < FindingBook::kToForget; ++look) book.update({});
  book.update({finding("a")});
  EXPECT_TRUE(book.findings().empty()) << "it was gone for too long between";
  book.update({finding("a")});
  EXPECT_EQ(book.findings().size(), 1U);
}

TEST(FindingBook, TellsTwoThatTakeTurns) {
  FindingBook book;
  for (int look = 0; look < 4; ++look) book.update({finding(look % 2 == 0 ? "a" : "b")});
  EXPECT_EQ(book.findings().size(), 2U);
}

TEST(FindingBook, DisappearsWhenItWasGoneForAWhile) {
  FindingBook book;
  book.update({finding("a")});
  book.update({finding("a")});
  for (int look = 1; look < FindingBook::kToDisappear; ++look) {
    book.update({});
    ASSERT_EQ(book.findings().size(), 1U) << look;
  }
  book.update({});
  EXPECT_TRUE(book.findings().empty());
}

TEST(FindingBook, DoesNotFlapWithWhatComesAndGoes) {
  FindingBook book;
  book.update({finding("a")});
  book.update({finding("a")});
  for (int look = 0; look < 50; ++look) {
    book.update(look % 5 == 0 ? std::vector{finding("a")} : std::vector<Finding>{});
    ASSERT_EQ(book.findings().size(), 1U) << look;
  }
}

TEST(FindingBook, TellsTheLatestOfEach) {
  FindingBook book;
  book.update({finding("a")});
  Finding later = finding("a", Severity::critical);
  later.evidence = "now";
  book.update({later});
  EXPECT_EQ(book.findings().front(), later);
}

TEST(FindingBook, IsBoundedAndLeavesOutTheLeastSevere) {
  FindingBook book;
  std::vector<Finding> many;
  for (std::size_t count = 0; count < FindingBook::kMost + 10; ++count)
    many.push_back(finding(std::to_string(count)));
  many.push_back(finding("worst", Severity::critical));
  book.update(many);
  book.update(many);
  EXPECT_EQ(book.findings().size(), FindingBook::kMost);
  EXPECT_EQ(book.findings().front().listener, "worst");
  EXPECT_EQ(book.left_out(), 11U);
}

}  // namespace
}  // namespace sockq
