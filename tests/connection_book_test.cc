#include "exporters/connection_book.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sockq {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr ConnectionBook::Limits kLimits{.connections = 4,
                                         .connections_of_a_client = 3,
                                         .requests = 4,
                                         .request_time = seconds(10),
                                         .answer_time = seconds(30),
                                         .reader_patience = seconds(1)};

ConnectionBook::TimePoint at(int second) { return ConnectionBook::TimePoint(seconds(second)); }

class ConnectionBookTest : public testing::Test {
 protected:
  /// A connection whose request has come and is admitted.
  void answer(int fd, const std::string& client, int second) {
    EXPECT_FALSE(book_.open(fd, client, at(second)));
    book_.begin_answer(fd, at(second));
    EXPECT_TRUE(book_.admit(fd, at(second)).admitted);
  }

  ConnectionBook book_{kLimits};
};

TEST_F(ConnectionBookTest, TheLongestWaitingOfAClientMakesRoom) {
  EXPECT_FALSE(book_.open(1, "a", at(1)));
  EXPECT_FALSE(book_.open(2, "a", at(2)));
  EXPECT_FALSE(book_.open(3, "a", at(3)));
  book_.begin_answer(1, at(4));
  EXPECT_EQ(book_.open(4, "a", at(5)), 2);
  EXPECT_EQ(book_.open(5, "a", at(6)), 3);
  EXPECT_FALSE(book_.open(6, "b", at(7)));
  EXPECT_FALSE(book_.empty());
}

TEST_F(ConnectionBookTest, TheLongestWaitingOfAllMakesRoom) {
  for (int fd = 1; fd <= 4; ++fd) EXPECT_FALSE(book_.open(fd, std::to_string(fd), at(fd)));
  EXPECT_EQ(book_.open(5, "5", at(5)), 1);
}

TEST_F(ConnectionBookTest, AnsweredConnectionsStayAndTheNewOneGoes) {
  for (int fd = 1; fd <= 4; ++fd) answer(fd, std::to_string(fd), 1);
  EXPECT_EQ(book_.open(5, "5", at(2)), 5);
  book_.close(1);
  EXPECT_FALSE(book_.open(6, "6", at(3)));
}

TEST_F(ConnectionBookTest, TimeIsUpForRequestsAndForAnswers) {
  EXPECT_FALSE(book_.open(1, "a", at(0)));
  answer(2, "b", 0);
  EXPECT_THAT(book_.overdue(at(10)), IsEmpty());
  EXPECT_THAT(book_.overdue(at(11)), ElementsAre(1));
  EXPECT_THAT(book_.overdue(at(12)), IsEmpty());
  EXPECT_THAT(book_.overdue(at(31)), ElementsAre(2));
}

TEST_F(ConnectionBookTest, AnAnswerSentBeginsANewWait) {
  answer(1, "a", 0);
  book_.begin_sending(1, at(5));
  book_.end_answer(1, at(25));
  EXPECT_THAT(book_.overdue(at(35)), IsEmpty());
  EXPECT_THAT(book_.overdue(at(36)), ElementsAre(1));
}

TEST_F(ConnectionBookTest, OneClientMayHaveThreeQuartersOfTheRequests) {
  for (int fd = 1; fd <= 3; ++fd) answer(fd, "a", 1);
  EXPECT_FALSE(book_.open(4, "b", at(1)));
  book_.begin_answer(4, at(1));
  book_.close(1);
  answer(5, "a", 2);
  book_.begin_sending(2, at(2));
  EXPECT_TRUE(book_.admit(4, at(2)).admitted);
  EXPECT_FALSE(book_.admit(4, at(2)).cut);
}

TEST_F(ConnectionBookTest, OfSlowReadersTheOldestGoes) {
  ConnectionBook book({.requests = 2, .reader_patience = seconds(1)});
  for (int fd = 1; fd <= 2; ++fd) {
    EXPECT_FALSE(book.open(fd, std::to_string(fd), at(fd)));
    book.begin_answer(fd, at(fd));
    EXPECT_TRUE(book.admit(fd, at(fd)).admitted);
    book.begin_sending(fd, at(fd));
  }
  EXPECT_FALSE(book.open(3, "3", at(3)));
  book.begin_answer(3, at(3));
  const ConnectionBook::Admission early = book.admit(3, at(2));
  EXPECT_FALSE(early.admitted);
  const ConnectionBook::Admission late = book.admit(3, at(3));
  EXPECT_TRUE(late.admitted);
  EXPECT_EQ(late.cut, 1);
  book.end_answer(1, at(3));
  EXPECT_FALSE(book.open(4, "4", at(3)));
  book.begin_answer(4, at(3));
  EXPECT_FALSE(book.admit(4, at(3)).admitted);
}

TEST_F(ConnectionBookTest, ZeroIsNoLimitOfRequests) {
  ConnectionBook book({.requests = 0});
  for (int fd = 1; fd <= 100; ++fd) {
    EXPECT_FALSE(book.open(fd, "a", at(1)));
    book.begin_answer(fd, at(1));
    EXPECT_TRUE(book.admit(fd, at(1)).admitted);
  }
}

}  // namespace
}  // namespace sockq
