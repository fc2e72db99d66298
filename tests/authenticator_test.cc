#include "exporters/web/authenticator.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <vector>

namespace sockq {
namespace {

using Verdict = Authenticator::Verdict;

// Of "secret", at the least cost.
const std::string kHash = "$2y$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW";
const Authenticator::Users kUsers{{"alice", kHash}};

Verdict ask(Authenticator& authenticator, const Credentials& who,
            const Authenticator::Users& users = kUsers) {
  std::promise<Verdict> verdict;
  authenticator.check(users, who, "client", [&](Verdict found) { verdict.set_value(found); });
  return verdict.get_future().get();
}

TEST(Authenticator, TellsRightFromWrong) {
  Authenticator authenticator;
  EXPECT_EQ(ask(authenticator, {"alice", "secret"}), Verdict::right);
  EXPECT_EQ(ask(authenticator, {"alice", "Secret"}), Verdict::wrong);
  EXPECT_EQ(ask(authenticator, {"alice", ""}), Verdict::wrong);
  EXPECT_EQ(ask(authenticator, {"bob", "secret"}), Verdict::wrong);
  EXPECT_EQ(ask(authenticator, {"alice", std::string("secret\0x", 8)}), Verdict::wrong);
}

TEST(Authenticator, RemembersBothKinds) {
  Authenticator authenticator;
  EXPECT_FALSE(authenticator.known(kUsers, {"alice", "secret"}));
  static_cast<void>(ask(authenticator, {"alice", "secret"}));
  static_cast<void>(ask(authenticator, {"bob", "secret"}));
  EXPECT_EQ(authenticator.known(kUsers, {"alice", "secret"}), Verdict::right);
  EXPECT_EQ(authenticator.known(kUsers, {"bob", "secret"}), Verdict::wrong);
  EXPECT_FALSE(authenticator.known(kUsers, {"alice", "other"}));
}

TEST(Authenticator, ANewHashOrUserIsNotJudgedByTheOld) {
  Authenticator authenticator;
  static_cast<void>(ask(authenticator, {"alice", "secret"}));
  static_cast<void>(ask(authenticator, {"bob", "secret"}));
  const Authenticator::Users both{{"alice", kHash}, {"bob", kHash}};
  EXPECT_EQ(ask(authenticator, {"bob", "secret"}, both), Verdict::right);
  const Authenticator::Users changed{{"alice", "$2y$04$" + std::string(53, '.')}};
  EXPECT_FALSE(authenticator.known(changed, {"alice", "secret"}));
  EXPECT_EQ(ask(authenticator, {"alice", "secret"}, changed), Verdict::wrong);
}

/// Holds the thread of an authenticator in a `done` until it goes.
class Hold {
 public:
  explicit Hold(Authenticator& authenticator) {
    const auto held = std::make_shared<std::promise<void>>();
    authenticator.check(kUsers, {"alice", "held"}, "holder",
                        [held, go = go_.get_future().share()](Verdict) {
                          held->set_value();
                          go.wait();
                        });
    held->get_future().wait();
  }
  ~Hold() { go_.set_value(); }
  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;

 private:
  std::promise<void> go_;
};

TEST(Authenticator, TooManyOfOneClientAreRefusedAndOthersAreNot) {
  std::atomic<int> busy = 0;
  std::atomic<int> done = 0;
  const auto count = [&](Verdict verdict) {
    ++done;
    if (verdict == Verdict::busy) ++busy;
  };
  Authenticator authenticator;
  const Hold hold(authenticator);
  for (std::size_t i = 0; i < Authenticator::kMostWaitingOfAClient + 3; ++i)
    authenticator.check(kUsers, {"alice", std::to_string(i)}, "flood", count);
  EXPECT_EQ(busy, 3);
  authenticator.check(kUsers, {"alice", "secret"}, "other", count);
  EXPECT_EQ(busy, 3);
  for (int i = 0; i < 100; ++i)
    authenticator.check(kUsers, {"alice", "x"}, std::to_string(i), count);
  EXPECT_EQ(static_cast<std::size_t>(107 + 1 - done), Authenticator::kMostWaiting);
}

TEST(Authenticator, StopAnswersAllThatWait) {
  std::atomic<int> done = 0;
  Authenticator authenticator;
  auto hold = std::make_unique<Hold>(authenticator);
  for (const char* client : {"a", "b", "c"})
    authenticator.check(kUsers, {"alice", "x"}, client, [&](Verdict) { ++done; });
  hold.reset();
  authenticator.stop();
  EXPECT_EQ(done, 3);
  EXPECT_EQ(ask(authenticator, {"alice", "secret"}), Verdict::busy);
}

TEST(Authenticator, TakesQuestionsOfManyThreads) {
  Authenticator authenticator;
  std::vector<std::thread> clients;
  std::atomic<int> right = 0;
  for (int client = 0; client < 4; ++client)
    clients.emplace_back([&, client] {
      for (int i = 0; i < 5; ++i) {
        const Credentials who{"alice", "wrong" + std::to_string(client) + std::to_string(i)};
        if (ask(authenticator, who) == Verdict::right) ++right;
        static_cast<void>(authenticator.known(kUsers, who));
      }
    });
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(right, 0);
}

}  // namespace
}  // namespace sockq
