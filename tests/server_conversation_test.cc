#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "agent/server/protocol/conversation.h"
#include "agent/server/protocol/response.h"

namespace sockq {
namespace {

using Next = Conversation::Next;

const std::string kGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

/// Answers everything in `bytes`, sending `piece` bytes at a time.
std::string answers(Conversation& conversation, std::string_view bytes, std::size_t piece = 7) {
  std::string sent;
  conversation.receive(bytes);
  while (conversation.next() == Next::work || conversation.next() == Next::send) {
    if (conversation.next() == Next::work) conversation.answer();
    const std::string_view part = conversation.output().substr(0, piece);
    sent += part;
    conversation.sent(part.size());
  }
  return sent;
}

std::string answers_byte_by_byte(Conversation& conversation, std::string_view bytes) {
  std::string sent;
  for (std::size_t i = 0; i < bytes.size(); ++i) sent += answers(conversation, bytes.substr(i, 1));
  return sent;
}

TEST(Conversation, AnswersOneRequestAfterTheOther) {
  Conversation conversation(Framing::http, 0);
  EXPECT_EQ(answers(conversation, kGet + kGet), response_to({}) + response_to({}));
  EXPECT_TRUE(conversation.idle());
}

TEST(Conversation, IsNotIdleWithinARequest) {
  Conversation conversation(Framing::http, 0);
  EXPECT_EQ(answers(conversation, kGet.substr(0, 5)), "");
  EXPECT_EQ(conversation.next(), Next::receive);
  EXPECT_FALSE(conversation.idle());
  EXPECT_EQ(answers(conversation, kGet.substr(5)), response_to({}));
  EXPECT_TRUE(conversation.idle());
}

TEST(Conversation, EndsWithItsInput) {
  Conversation conversation(Framing::http, 0);
  conversation.end_input();
  EXPECT_EQ(conversation.next(), Next::end);
}

TEST(Conversation, DiscardsWhatFollowsARefusal) {
  Conversation conversation(Framing::http, 0);
  EXPECT_EQ(answers(conversation, "nonsense\r\n\r\n" + kGet),
            response_to({.status = 400, .keep_alive = false}));
  EXPECT_EQ(conversation.next(), Next::discard);
  conversation.receive(kGet);
  EXPECT_EQ(conversation.next(), Next::discard);
  conversation.end_input();
  EXPECT_EQ(conversation.next(), Next::end);
}

TEST(Conversation, SaysWhichAnswerIsTheLast) {
  Conversation conversation(Framing::http, 0);
  conversation.finish();
  EXPECT_EQ(answers(conversation, kGet + kGet), response_to({.keep_alive = false}));
  EXPECT_EQ(conversation.next(), Next::end);
}

TEST(Conversation, FillsTheBodyOfAnAnswer) {
  const std::string answer = response_to({}, 1000);
  EXPECT_NE(answer.find("Content-Length: 1000\r\n"), std::string::npos);
  EXPECT_EQ(answer.size() - answer.find("\r\n\r\n") - 4, 1000U);
  EXPECT_EQ(response_to({.head_method = true}, 1000), answer.substr(0, answer.size() - 1000));
  EXPECT_EQ(response_to({.status = 400}, 1000), response_to({.status = 400}));
}

TEST(Conversation, SendsLinesBack) {
  Conversation conversation(Framing::lines, 0);
  EXPECT_EQ(answers(conversation, "a\n\nb\r\nunfinished"), "a\n\nb\r\n");
  EXPECT_FALSE(conversation.idle());
  EXPECT_EQ(answers_byte_by_byte(conversation, "\nc\n"), "unfinished\nc\n");
}

TEST(Conversation, RefusesALineThatIsTooLong) {
  Conversation at_limit(Framing::lines, 0);
  const std::string line = std::string(LineFramer::kLimit - 1, 'x') + "\n";
  EXPECT_EQ(answers(at_limit, line), line);
  Conversation over_limit(Framing::lines, 0);
  EXPECT_EQ(answers(over_limit, "x" + line + "a\n"), "error: line too long\n");
  EXPECT_EQ(over_limit.next(), Next::discard);
}

TEST(Conversation, SendsMessagesBack) {
  const std::string messages = LengthFramer::message("") + LengthFramer::message("a\nb") +
                               LengthFramer::message(std::string(300, 'x'));
  for (const bool whole : {true, false}) {
    Conversation conversation(Framing::length, 0);
    EXPECT_EQ(
        whole ? answers(conversation, messages) : answers_byte_by_byte(conversation, messages),
        messages);
    EXPECT_TRUE(conversation.idle());
  }
}

TEST(Conversation, RefusesAMessageThatIsTooLong) {
  Conversation at_limit(Framing::length, 0);
  const std::string message = LengthFramer::message(std::string(LengthFramer::kLimit, 'x'));
  EXPECT_EQ(answers(at_limit, message), message);
  for (const std::string_view prefix :
       {std::string_view("\0\1\0\1", 4), std::string_view("GET ")}) {
    Conversation over_limit(Framing::length, 0);
    EXPECT_EQ(answers(over_limit, prefix), LengthFramer::message("error: message too long"));
    EXPECT_EQ(over_limit.next(), Next::discard);
  }
}

}  // namespace
}  // namespace sockq
