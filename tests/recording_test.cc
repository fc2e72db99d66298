#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <fstream>

#include "collectors/collector.h"
#include "collectors/recording/format.h"
#include "collectors/recording/recorder.h"
#include "collectors/recording/replay.h"
#include "exporters/listener_json.h"
#include "tests/support/fake_env.h"
#include "tests/support/temp_dir.h"

namespace sockq {
namespace {

/// All that a look saw, as text that two looks can be compared by.
std::string look(const Env& env) {
  Workbench bench(env);
  Sample sample;
  take_sample(bench, every_collector(), sample);
  Snapshot snapshot;
  snapshot.time = sample.wall;
  if (sample.has_sockets) snapshot.listeners = fold_listeners(sample.sockets);
  std::string text = listeners_json(snapshot);
  for (const auto& value : sample.values) text += value ? std::to_string(*value) + " " : "- ";
  for (const CollectorHealth& health : sample.health)
    text += std::string(health.collector) + (health.error ? " failed\n" : " fine\n");
  return text;
}

TEST(Recording, ReplaysToTheSameLooks) {
  FakeMachine machine;
  const TempDir dir;
  auto recorder = Recorder::begin(machine.env(), dir.path() / "rec");
  ASSERT_TRUE(recorder.ok()) << recorder.error().line();
  const Env recorded = recorder.value()->env();
  const std::string first = look(recorded);
  machine.netlink.answers = {{listen_message({.length = 9}), done_message()}};
  machine.procfs.files["net/netstat"] = EACCES;
  machine.clock.wall_time += std::chrono::seconds(5);
  const std::string second = look(recorded);
  ASSERT_NE(first, second);
  ASSERT_TRUE(recorder.value()->status().ok());

  auto replay = Replay::open(dir.path() / "rec");
  ASSERT_TRUE(replay.ok()) << replay.error().line();
  EXPECT_EQ(look(replay.value()->env()), first);
  EXPECT_EQ(look(replay.value()->env()), second);
  EXPECT_EQ(look(replay.value()->env()), second) << "the last look again";
}

TEST(Recording, AFailedDumpReplaysAsThatFailure) {
  FakeMachine machine;
  machine.netlink.answers = {{listen_message({}), ENOBUFS}};
  const TempDir dir;
  auto recorder = Recorder::begin(machine.env(), dir.path());
  ASSERT_TRUE(recorder.ok());
  (void)look(recorder.value()->env());
  auto replay = Replay::open(dir.path());
  ASSERT_TRUE(replay.ok());
  Workbench bench(replay.value()->env());
  Sample sample;
  take_sample(bench, every_collector(), sample);
  ASSERT_TRUE(sample.health.front().error);
  EXPECT_EQ(sample.health.front().error->code, ENOBUFS);
}

TEST(Recorder, RefusesADirectoryInUse) {
  const TempDir dir;
  std::ofstream(dir.path() / "mine") << "x";
  const FakeMachine machine;
  const auto recorder = Recorder::begin(machine.env(), dir.path());
  ASSERT_FALSE(recorder.ok());
  EXPECT_NE(recorder.error().line().find("empty or new"), std::string::npos);
}

TEST(Replay, RefusesWhatIsNoRecording) {
  const TempDir dir;
  EXPECT_FALSE(Replay::open(dir.path()).ok());
  std::ofstream(dir.path() / "format") << "sockq recording 999\n";
  EXPECT_FALSE(Replay::open(dir.path()).ok());
}

TEST(Replay, SaysWhatIsMissing) {
  const TempDir dir;
  std::ofstream(dir.path() / "format") << kRecordingFormat;
  auto replay = Replay::open(dir.path());
  ASSERT_TRUE(replay.ok());
  Workbench bench(replay.value()->env());
  Sample sample;
  take_sample(bench, every_collector(), sample);
  for (const CollectorHealth& health : sample.health) {
    ASSERT_TRUE(health.error) << health.collector;
    EXPECT_NE(health.error->line().find("not in the recording"), std::string::npos);
  }
}

TEST(DecodeRecords, EveryTruncationIsRefused) {
  const std::string whole = encode_record(RecordKind::datagram, listen_message({}));
  EXPECT_TRUE(decode_records(whole, "f").ok());
  for (std::size_t size = 1; size < whole.size(); ++size)
    EXPECT_FALSE(decode_records(whole.substr(0, size), "f").ok()) << size;
  EXPECT_FALSE(decode_records("Z" + whole.substr(1), "f").ok());
}

}  // namespace
}  // namespace sockq
