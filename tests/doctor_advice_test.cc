#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/doctor/programs.h"
#include "tests/support/two_looks_maker.h"

namespace sockq {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string backlog_of(const Owner& owner) { return how_to_raise_backlog(&owner); }

TEST(ProgramOf, GoesByTheProcessThenByTheExecutable) {
  const Owner gunicorn{.process = "gunicorn", .executable = "/usr/bin/python3.11"};
  EXPECT_EQ(program_of(&gunicorn)->name, "gunicorn");
  const Owner server{.process = "myserver", .executable = "/usr/bin/python3.11"};
  EXPECT_EQ(program_of(&server)->name, "Python");
  const Owner strange{.process = "x", .executable = "/opt/x"};
  EXPECT_EQ(program_of(&strange), nullptr);
  EXPECT_EQ(program_of(nullptr), nullptr);
}

TEST(HowToRaiseBacklog, NamesThePlaceOfTheProgram) {
  EXPECT_THAT(backlog_of({.process = "nginx"}), HasSubstr("backlog= on the listen directive"));
  EXPECT_THAT(backlog_of({.process = "php-fpm8.2"}), HasSubstr("listen.backlog"));
  EXPECT_THAT(backlog_of({.process = "redis-server"}), HasSubstr("tcp-backlog in redis.conf"));
  EXPECT_THAT(backlog_of({.process = "apache2", .unit = "apache2.service"}),
              AllOf(HasSubstr("ListenBacklog"), HasSubstr("systemctl restart apache2.service")));
  EXPECT_THAT(backlog_of({.process = "x"}), HasSubstr("its second argument"));
  EXPECT_THAT(how_to_raise_backlog(nullptr), HasSubstr("its second argument"));
}

TEST(HowToRaiseSomaxconn, SaysThatTheProgramMustListenAgainAndWhere) {
  const Owner host{.process = "nginx"};
  EXPECT_THAT(how_to_raise_somaxconn(&host),
              AllOf(HasSubstr("sysctl -w net.core.somaxconn=N"), HasSubstr("next listen()"),
                    HasSubstr("restart")));
  const Owner container{.process = "nginx", .container = "abc"};
  EXPECT_THAT(how_to_raise_somaxconn(&container),
              AllOf(HasSubstr("--sysctl"), Not(HasSubstr("sysctl.d"))));
}

TEST(Advice, SaysWhenALongerQueueWouldOnlyHideSlowness) {
  TwoLooksMaker slow;
  slow.queues(512, 511, 2000, 2000);
  slow.overflow(9);
  EXPECT_THAT(slow.found("accept-queue-overflowing")->remedy,
              AllOf(HasSubstr("only make clients wait longer"), Not(HasSubstr("backlog="))));
  EXPECT_THAT(slow.found("accepts-too-slowly")->why, HasSubstr("a client waits 2.0 s"));
  TwoLooksMaker burst;
  burst.queues(100, 511, 20, 20);
  burst.overflow(9);
  EXPECT_THAT(burst.found("accept-queue-overflowing")->remedy,
              AllOf(HasSubstr("a longer queue takes them up"), HasSubstr("backlog=")));
}

TEST(Advice, RaisesSomaxconnFirstWhereThatIsTheLimit) {
  TwoLooksMaker looks;
  looks.queues(100, 128, 20, 20);
  looks.both("sysctl_net_core_somaxconn", 128);
  looks.overflow(9);
  EXPECT_THAT(looks.found("accept-queue-overflowing")->remedy,
              HasSubstr("First raise net.core.somaxconn"));
}

TEST(OwnerWords, SayWhatIsKnown) {
  const Owner owner{.process = "nginx", .pid = 7, .processes = 3, .unit = "n.service"};
  EXPECT_EQ(owner_words(&owner), "nginx (3 processes, n.service)");
  const Owner one{.process = "x", .pid = 7, .processes = 1};
  EXPECT_EQ(owner_words(&one), "x (pid 7)");
  const Owner container{.container = "0123456789abcdef"};
  EXPECT_EQ(owner_words(&container), "container 0123456789ab");
  EXPECT_EQ(owner_words(nullptr), "");
}

}  // namespace
}  // namespace sockq
