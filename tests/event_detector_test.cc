#include "exporters/event_detector.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sockq {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

EventDetector::TimePoint at(int second) { return EventDetector::TimePoint(seconds(second)); }

Listener listener(const std::string& address, std::uint64_t overflows) {
  Listener result;
  result.address = address;
  result.sockets = 1;
  result.queue_length = 4;
  result.queue_limit = 7;
  result.drops = 10 + overflows;
  result.history.emplace();
  result.history->overflows = overflows;
  result.history->peak = 8;
  return result;
}

Listener unix_listener(seconds full) {
  Listener result = listener("/run/app.sock", 0);
  result.protocol = Protocol::unix_socket;
  result.drops.reset();
  result.history->full_time = full;
  return result;
}

Snapshot snapshot_of(std::vector<Listener> listeners, const std::string& netns = "") {
  Snapshot snapshot;
  NamespaceView& view = snapshot.namespaces.emplace_back();
  view.netns = netns;
  view.listeners = std::move(listeners);
  return snapshot;
}

/// Each event as one text: its name and its fields.
std::vector<std::string> texts(const Events& events) {
  std::vector<std::string> result;
  for (const Event& event : events) result.push_back(std::string(event.name) + event.fields.dump());
  return result;
}

TEST(EventDetector, WhatIsThereAtFirstDidNotAppear) {
  EventDetector detector;
  EXPECT_THAT(texts(detector.look(snapshot_of({listener("a:1", 0)}), at(0))), IsEmpty());
  EXPECT_THAT(texts(detector.look(snapshot_of({listener("a:1", 0)}), at(1))), IsEmpty());
}

TEST(EventDetector, ListenersComeAndGo) {
  EventDetector detector;
  Listener closed = listener("a:1", 0);
  closed.sockets = 0;
  (void)detector.look(snapshot_of({listener("a:1", 0)}), at(0));
  EXPECT_THAT(texts(detector.look(snapshot_of({closed, listener("b:2", 0)}, ""), at(1))),
              ElementsAre(R"(listener_closed{"protocol":"tcp","listener":"a:1"})",
                          R"(listener_appeared{"protocol":"tcp","listener":"b:2","limit":7})"));
  EXPECT_THAT(texts(detector.look(snapshot_of({listener("a:1", 0)}), at(2))),
              ElementsAre(R"(listener_appeared{"protocol":"tcp","listener":"a:1","limit":7})",
                          R"(listener_closed{"protocol":"tcp","listener":"b:2"})"));
}

TEST(EventDetector, ABurstHasItsCountsAndEndsAfterQuiet) {
  EventDetector detector;
  (void)detector.look(snapshot_of({listener("a:1", 5)}), at(0));
  (void)detector.look(snapshot_of({listener("a:1", 5)}), at(10));
  EXPECT_THAT(
      texts(detector.look(snapshot_of({listener("a:1", 8)}), at(11))),
      ElementsAre(R"(overflow_began{"protocol":"tcp","listener":"a:1","length":4,"limit":7})"));
  EXPECT_THAT(texts(detector.look(snapshot_of({listener("a:1", 12)}), at(14))), IsEmpty());
  EXPECT_THAT(texts(detector.look(snapshot_of({listener("a:1", 12)}), at(18))), IsEmpty());
  EXPECT_THAT(
      texts(detector.look(snapshot_of({listener("a:1", 12)}), at(19))),
      ElementsAre(
          R"(overflow_ended{"protocol":"tcp","listener":"a:1","overflows":7,"drops":7,"peak":8,)"
          R"("limit":7,"full_seconds":0.0,"duration_seconds":3.0})"));
}

TEST(EventDetector, ABurstOfAUnixListenerIsTheTimeItWasFull) {
  EventDetector detector;
  (void)detector.look(snapshot_of({unix_listener(seconds(1))}), at(0));
  (void)detector.look(snapshot_of({unix_listener(seconds(1))}), at(9));
  EXPECT_EQ(detector.look(snapshot_of({unix_listener(seconds(3))}), at(10)).size(), 1U);
  EXPECT_THAT(
      texts(detector.finish()),
      ElementsAre(R"(overflow_ended{"protocol":"unix","listener":"/run/app.sock","overflows":null,)"
                  R"("drops":null,"peak":8,"limit":7,"full_seconds":2.0,"duration_seconds":0.0})"));
}

TEST(EventDetector, AListenerThatCannotBeReadIsNotGone) {
  EventDetector detector;
  (void)detector.look(snapshot_of({listener("a:1", 0)}), at(0));
  Snapshot blind;
  blind.namespaces.emplace_back();
  EXPECT_THAT(texts(detector.look(blind, at(1))), IsEmpty());
  EXPECT_THAT(texts(detector.look(snapshot_of({listener("a:1", 0)}), at(2))), IsEmpty());
}

TEST(EventDetector, ANamespaceThatEndsTakesItsListenersWithIt) {
  EventDetector detector;
  (void)detector.look(snapshot_of({listener("a:1", 0)}, "red"), at(0));
  EXPECT_THAT(texts(detector.look(Snapshot(), at(1))),
              ElementsAre(R"(listener_closed{"netns":"red","protocol":"tcp","listener":"a:1"})"));
}

TEST(EventDetector, ACollectorFailsOnceAndRecovers) {
  EventDetector detector;
  Snapshot failed;
  failed.health = {{"snmp", seconds(0), Error{0, "no numbers", "net/snmp", ""}}};
  const auto first = texts(detector.look(failed, at(0)));
  EXPECT_THAT(
      first, ElementsAre(R"(collector_failed{"collector":"snmp","error":"net/snmp: no numbers"})"));
  failed.health.front().error->what = "other";
  EXPECT_THAT(texts(detector.look(failed, at(1))), IsEmpty());
  failed.health.front().error.reset();
  EXPECT_EQ(detector.look(failed, at(2)).front().name, "collector_recovered");
}

TEST(EventDetector, AFindingBeginsAndEnds) {
  EventDetector detector;
  Snapshot sick;
  sick.findings = {{.rule = "accept-queue-full",
                    .severity = Severity::critical,
                    .protocol = "tcp",
                    .listener = "a:1",
                    .title = "its accept queue is full"}};
  const std::string fields =
      R"({"rule":"accept-queue-full","severity":"critical","protocol":"tcp","listener":"a:1",)"
      R"("title":"its accept queue is full"})";
  EXPECT_THAT(texts(detector.look(sick, at(0))), ElementsAre("finding_began" + fields));
  EXPECT_THAT(texts(detector.look(sick, at(1))), IsEmpty());
  EXPECT_THAT(texts(detector.look(Snapshot(), at(2))), ElementsAre("finding_ended" + fields));
}

TEST(EventLine, IsOneLineOfValidJsonWhateverWentIn) {
  const std::string line = event_line({"listener_appeared", {{"listener", "a\xff\n\"b"}}},
                                      std::chrono::system_clock::time_point(seconds(3)));
  EXPECT_EQ(line,
            "{\"time\":3.0,\"event\":\"listener_appeared\",\"listener\":\"a\uFFFD\\n\\\"b\"}\n");
}

}  // namespace
}  // namespace sockq
