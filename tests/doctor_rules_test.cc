#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <set>

#include "agent/doctor/rule_table.h"
#include "tests/support/two_looks_maker.h"

namespace sockq {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Change = std::function<void(TwoLooksMaker&)>;

/// What makes a rule hold, the severity it then has and a part of what it says, and what makes it
/// hold no more.
struct Case {
  const char* rule;
  Change sicken;
  Severity severity;
  const char* said;
  Change mend;
};

void stop_all(TwoLooksMaker& looks) {
  looks.run(10, 'T', 5, 5);
  looks.run(11, 'T', 5, 5);
}

const Case kCases[] = {
    {"owner-stopped", stop_all, Severity::critical, "all 2 of its processes (pids 10 11)",
     [](auto& looks) {
       looks.run(10, 'S', 5, 5);
       looks.run(11, 'S', 5, 5);
     }},
    {"owner-stopped", [](auto& looks) { looks.run(11, 'T', 5, 5); }, Severity::critical,
     "1 of its 2 processes (pid 11)", [](auto& looks) { looks.run(11, 'S', 5, 5); }},
    {"owner-stuck", [](auto& looks) { looks.run(11, 'D', 5, 5); }, Severity::critical,
     "without processor time", [](auto& looks) { looks.run(11, 'D', 5, 6); }},
    {"owner-throttled", [](auto& looks) { looks.limit_cpu(30, 20); }, Severity::warning,
     "20 of 30 periods throttled in 3.0 s, for 1.0 s in all; the limit is 0.10 processors",
     [](auto& looks) { looks.limit_cpu(30, 2); }},
    {"owner-busy",
     [](auto& looks) {
       looks.queues(9, 511, 800, 500);
       looks.run(11, 'R', 0, 2970);
     },
     Severity::warning, "used a whole processor, at most 0.99",
     [](auto& looks) { looks.run(11, 'R', 0, 1000); }},
    {"owner-busy",
     [](auto& looks) {
       looks.queues(9, 511, 800, 500);
       looks.run(11, 'R', 0, 2970);
     },
     Severity::warning, "", [](auto& looks) { looks.queues(0, 511, 0, 0); }},
    {"reuseport-imbalance",
     [](auto& looks) {
       looks.queues(300, 1022, 900, 900);
       for (Listener* listener : {&looks.first(), &looks.last()}) {
         listener->sockets = 2;
         listener->spread = {511, 511, 1, 299};
       }
     },
     Severity::warning, "the longest queue holds 299, the shortest 1; each may hold 511",
     [](auto& looks) { looks.last().spread.shortest = 200; }},
    {"not-accepting", [](auto& looks) { looks.queues(9, 511, 1000, 4000); }, Severity::critical,
     "9 wait for accept(), the limit is 511, the oldest for 4.0 s; 3.0 s ago the same one",
     [](auto& looks) { looks.last().oldest_wait = std::chrono::milliseconds(1500); }},
    {"accepts-too-slowly", [](auto& looks) { looks.queues(30, 511, 1500, 1500); },
     Severity::warning,
     "by Little's law it accepts 20.0 a second (30 / 1.5 s), while 100.0 a second",
     [](auto& looks) { looks.last().oldest_wait = std::chrono::milliseconds(900); }},
    {"accepts-too-slowly",
     [](auto& looks) {
       looks.queues(512, 511, 1500, 1500);
       looks.overflow(30);
     },
     Severity::critical, "110.0 a second come: 100.0 completed in this network namespace and 10.0",
     [](auto& looks) { looks.queues(0, 511, 0, 0); }},
    {"accept-queue-overflowing", [](auto& looks) { looks.overflow(12); }, Severity::critical,
     "12 refusals in 3.0 s (4.0 a second), retries counted again",
     [](auto& looks) { looks.overflow(0); }},
    {"accept-queue-full", [](auto& looks) { looks.queues(512, 511, 10, 10); }, Severity::critical,
     "512 wait for accept(), the limit is 511",
     [](auto& looks) { looks.queues(511, 511, 10, 10); }},
    {"accept-queue-nearly-full", [](auto& looks) { looks.last().history->peak = 420; },
     Severity::warning, "peak 420 of 511 (82%)",
     [](auto& looks) { looks.last().history->peak = 400; }},
    {"limit-clamped",
     [](auto& looks) {
       looks.queues(1, 128, 2, 2);
       looks.both("sysctl_net_core_somaxconn", 128);
     },
     Severity::info, "limit 128 = net.core.somaxconn; nginx asks for 511",
     [](auto& looks) { looks.own({.process = "sshd"}); }},
    {"limit-clamped",
     [](auto& looks) {
       looks.queues(100, 128, 2, 2);
       looks.both("sysctl_net_core_somaxconn", 128);
     },
     Severity::warning, "peak 100",
     [](auto& looks) { looks.both("sysctl_net_core_somaxconn", 129); }},
    {"limit-outdated", [](auto& looks) { looks.queues(1, 128, 2, 2); }, Severity::info,
     "limit 128, though net.core.somaxconn is 4096 now and nginx asks for 511",
     [](auto& looks) { looks.both("sysctl_net_core_somaxconn", 128); }},
    {"limit-outdated",
     [](auto& looks) {
       looks.queues(1, 128, 2, 2);
       looks.own({.process = "php-fpm8.2"});
     },
     Severity::info, "PHP-FPM asks for as much as there may be",
     [](auto& looks) { looks.queues(1, 200, 2, 2); }},
    {"limit-outdated",
     [](auto& looks) {
       looks.queues(1, 200, 2, 2);
       TwoLooksMaker::set(looks.before, "sysctl_net_core_somaxconn", 200);
     },
     Severity::info, "limit 200",
     [](auto& looks) { looks.both("sysctl_net_core_somaxconn", 4096); }},
    {"small-default-backlog",
     [](auto& looks) {
       looks.queues(4, 5, 2, 2);
       looks.own({.process = "python3"});
       looks.overflow(3);
     },
     Severity::warning, "limit 5, peak 4; it is the default of Python",
     [](auto& looks) { looks.queues(4, 9, 2, 2); }},
    {"small-default-backlog",
     [](auto& looks) {
       looks.queues(40, 50, 2, 2);
       looks.own({.process = "strange"});
     },
     Severity::info, "the default of Java's ServerSocket",
     [](auto& looks) { looks.queues(1, 50, 2, 2); }},
    {"limits-differ",
     [](auto& looks) {
       looks.last().sockets = 2;
       looks.last().spread = {128, 511, 0, 1};
     },
     Severity::warning, "2 sockets, limits from 128 to 511",
     [](auto& looks) { looks.last().spread.smallest_limit = 511; }},
    {"more-workers-than-queue",
     [](auto& looks) {
       looks.queues(4, 6, 2, 2);
       looks.own({.process = "strange", .processes = 8});
     },
     Severity::info, "8 processes hold it, the limit is 6",
     [](auto& looks) { looks.own({.process = "strange", .processes = 6}); }},
    {"abort-on-overflow",
     [](auto& looks) { looks.both("sysctl_net_ipv4_tcp_abort_on_overflow", 1); }, Severity::info,
     "net.ipv4.tcp_abort_on_overflow = 1; 0 overflows",
     [](auto& looks) { looks.both("sysctl_net_ipv4_tcp_abort_on_overflow", 0); }},
    {"syn-queue-full",
     [](auto& looks) {
       looks.rise("syn_queue_full_drops_total", 30);
       looks.rise("listen_drops_total", 30);
       looks.last().connections->by_state[3] = 512;
     },
     Severity::critical, "30 SYNs in 3.0 s (10.0 a second) dropped; 512 connections half open",
     [](auto& looks) { looks.rise("syn_queue_full_drops_total", 0); }},
    {"syncookies-active",
     [](auto& looks) {
       looks.rise("syn_queue_full_cookies_total", 30);
       looks.last().connections->by_state[3] = 512;
     },
     Severity::warning,
     "answered with a cookie; 512 connections half open, its limit is 511; 0 valid",
     [](auto& looks) { looks.both("sysctl_net_ipv4_tcp_syncookies", 2); }},
    {"syns-dropped",
     [](auto& looks) {
       looks.overflow(5);
       looks.rise("listen_drops_total", 11);
     },
     Severity::warning, "6 SYNs in 3.0 s (2.0 a second) (ListenDrops 11, of them 5 overflows)",
     [](auto& looks) { looks.rise("listen_drops_total", 5); }},
    {"program-does-not-read",
     [](auto& looks) {
       for (Listener* listener : {&looks.first(), &looks.last()}) {
         listener->connections->receive_windows_closed = 3;
         listener->connections->receive_queue = 400'000;
       }
     },
     Severity::warning,
     "3 connections with a closed receive window in both looks, 390 KiB not read",
     [](auto& looks) { looks.last().connections->receive_queue = 100; }},
    {"peer-does-not-read",
     [](auto& looks) {
       for (Listener* listener : {&looks.first(), &looks.last()}) {
         listener->connections->send_windows_closed = 1;
         listener->connections->not_sent = 2'500'000;
       }
     },
     Severity::info, "1 connection whose client closed its window in both looks, 2.4 MiB not sent",
     [](auto& looks) { looks.last().connections->send_windows_closed = 0; }},
    {"peer-does-not-read",
     [](auto& looks) {
       for (Listener* listener : {&looks.first(), &looks.last()}) {
         listener->connections->send_windows_closed = 10;
         listener->connections->not_sent = 2'500'000;
       }
     },
     Severity::warning,
     "10 connections whose client closed its window in both looks, 2.4 MiB not sent",
     [](auto& looks) { looks.last().connections->send_windows_closed = 0; }},
    {"program-does-not-close",
     [](auto& looks) {
       looks.first().connections->by_state[8] = 150;
       looks.last().connections->by_state[8] = 200;
     },
     Severity::warning, "199 of 300 connections in CLOSE_WAIT",
     [](auto& looks) { looks.last().connections->by_state[8] = 100; }},
    {"memory-pressure", [](auto& looks) { looks.both("tcp_memory_bytes", 1001); },
     Severity::warning, "4 MiB in use, pressure begins at 4 MiB",
     [](auto& looks) { looks.both("tcp_memory_bytes", 999); }},
    {"memory-pressure", [](auto& looks) { looks.rise("memory_aborts_total", 2); },
     Severity::critical, "2 connections aborted",
     [](auto& looks) { looks.rise("memory_aborts_total", 0); }},
    {"receive-queues-pruned", [](auto& looks) { looks.rise("receive_queue_drops_total", 3); },
     Severity::warning, "3 packets in 3.0 s",
     [](auto& looks) { looks.rise("receive_queue_drops_total", 0); }},
    {"receive-queues-collapsed",
     [](auto& looks) { looks.rise("receive_queue_collapsed_packets_total", 3); }, Severity::info,
     "3 packets in 3.0 s",
     [](auto& looks) { looks.rise("receive_queue_collapsed_packets_total", 0); }},
    {"socket-backlogs-full", [](auto& looks) { looks.rise("socket_backlog_drops_total", 1); },
     Severity::warning, "1 packet in 3.0 s",
     [](auto& looks) { looks.rise("socket_backlog_drops_total", 0); }},
};

TEST(DoctorRules, HoldWhereTheyShouldAndNowhereElse) {
  for (const Case& one : kCases) {
    SCOPED_TRACE(one.rule);
    TwoLooksMaker looks;
    one.sicken(looks);
    const auto finding = looks.found(one.rule);
    ASSERT_TRUE(finding) << testing::PrintToString(looks.rules());
    EXPECT_EQ(finding->severity, one.severity);
    EXPECT_THAT(finding->evidence, HasSubstr(one.said));
    EXPECT_FALSE(finding->title.empty() || finding->why.empty() || finding->remedy.empty());
    one.mend(looks);
    EXPECT_THAT(looks.rules(), Not(Contains(one.rule)));
  }
}

TEST(DoctorRules, EachHasACase) {
  std::set<std::string_view> tried;
  for (const Case& one : kCases) tried.insert(one.rule);
  for (const Rule& rule : rule_table()) {
    EXPECT_TRUE(tried.contains(rule.id)) << rule.id;
    EXPECT_NE(rule.on_listener == nullptr, rule.on_namespace == nullptr) << rule.id;
    EXPECT_FALSE(rule.meaning.empty() || rule.evidence.empty() || rule.remedy.empty() ||
                 rule.source.empty())
        << rule.id;
  }
}

TEST(DoctorRules, AHealthyListenerHasNone) { EXPECT_THAT(TwoLooksMaker().findings(), IsEmpty()); }

TEST(DoctorRules, OneLookAloneTellsNoRates) {
  TwoLooksMaker looks;
  looks.between = {};
  EXPECT_THAT(looks.rules(), IsEmpty());
}

TEST(DoctorRules, WhatWasNotReadIsNothingWrong) {
  TwoLooksMaker looks;
  looks.before.values.fill(std::nullopt);
  looks.after.values.fill(std::nullopt);
  for (Listener* listener : {&looks.first(), &looks.last()}) {
    listener->owner.reset();
    listener->connections.reset();
    listener->oldest_wait.reset();
    listener->history.reset();
    listener->drops.reset();
  }
  EXPECT_THAT(looks.rules(), IsEmpty());
  looks.after.listeners.reset();
  EXPECT_THAT(looks.rules(), IsEmpty());
}

TEST(DoctorRules, TheCauseIsSaidBeforeWhatItCauses) {
  TwoLooksMaker looks;
  looks.queues(512, 511, 1000, 4000);
  looks.overflow(9);
  EXPECT_EQ(looks.rules().front(), "not-accepting");
  EXPECT_THAT(looks.rules(), Contains("accept-queue-overflowing"));
  EXPECT_THAT(looks.rules(), Not(Contains("accept-queue-full")));
  stop_all(looks);
  EXPECT_EQ(looks.rules().front(), "owner-stopped");
  EXPECT_THAT(looks.rules(), Not(Contains("not-accepting")));
}

TEST(DoctorRules, AUnixSocketIsToldOfAsOne) {
  TwoLooksMaker looks;
  looks.queues(512, 511, 0, 0);
  for (Listener* listener : {&looks.first(), &looks.last()}) {
    listener->protocol = Protocol::unix_socket;
    listener->address = "/run/app.sock";
    listener->oldest_wait.reset();
  }
  const auto finding = looks.found("accept-queue-full");
  ASSERT_TRUE(finding);
  EXPECT_EQ(finding->protocol, "unix");
  EXPECT_EQ(finding->listener, "/run/app.sock");
  EXPECT_THAT(finding->why, HasSubstr("EAGAIN"));
}

TEST(DoctorRules, AreInTheReadmeAsInTheTable) {
  std::ifstream file(SOCKQ_REPOSITORY "/agent/doctor/README.md");
  const std::string readme(std::istreambuf_iterator<char>(file), {});
  EXPECT_THAT(readme, HasSubstr(rule_table_text()));
}

TEST(Diagnose, AListenerThatHasClosedIsPassedOver) {
  TwoLooksMaker looks;
  looks.queues(0, 0, 0, 0);
  looks.last().sockets = 0;
  looks.last().history->peak = 512;
  EXPECT_THAT(diagnose(looks.before, looks.after, std::chrono::seconds(3)), IsEmpty());
}

}  // namespace
}  // namespace sockq
