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
  snapshot.namespaces.emplace_back();
  if (sample.has_sockets) snapshot.namespaces.front().listeners = fold_listeners(sample.sockets);
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

/// The owner of the one listener, as of a new book.
std::string owner_seen(const Env& env) {
  Workbench bench(env);
  Sample sample;
  take_sample(bench, every_collector(), sample);
  if (!sample.owners || sample.owners->empty()) return "nobody";
  const Owner& owner = *sample.owners->begin()->second;
  return owner.process + " " + std::to_string(owner.pid) + " " + owner.executable + " " +
         owner.cgroup;
}

TEST(Recording, OwnersReplayAsTheyCameAndWent) {
  FakeMachine machine;
  const TempDir dir;
  auto recorder = Recorder::begin(machine.env(), dir.path());
  ASSERT_TRUE(recorder.ok());
  const auto looks = [&machine](const Env& env, bool live) {
    std::vector<std::string> seen = {owner_seen(env)};
    if (live) machine.procfs.held_sockets["7/fd"] = EACCES;
    if (live) machine.cgroups.trees[""] = std::vector<Directory>{{"a b.slice", 5555}};
    seen.push_back(owner_seen(env));
    if (live) machine.procfs.trees[""] = std::vector<Directory>{{"7", 1}, {"8", 2}};
    if (live) machine.procfs.held_sockets["8/fd"] = std::vector<SocketFd>{{9, 99}};
    if (live) machine.procfs.files["8/comm"] = "one\ntwo\n";
    seen.push_back(owner_seen(env));
    return seen;
  };
  const std::vector<std::string> live = looks(recorder.value()->env(), true);
  EXPECT_EQ(live, (std::vector<std::string>{"web 7 /usr/sbin/web /system.slice/web.service",
                                            " 0  /a b.slice", "one\ntwo 8  "}));
  auto replay = Replay::open(dir.path());
  ASSERT_TRUE(replay.ok());
  EXPECT_EQ(looks(replay.value()->env(), false), live);
}

TEST(Recording, OfProcessesOnlyThoseThatMatterAreWritten) {
  FakeMachine machine;
  for (int pid = 100; pid < 200; ++pid) {
    const std::string directory = std::to_string(pid);
    std::get<0>(machine.procfs.trees[""]).push_back({directory, 1});
    machine.procfs.held_sockets[directory + "/fd"] = EACCES;
    if (pid % 2 == 0) machine.procfs.held_sockets[directory + "/fd"] = std::vector<SocketFd>{};
  }
  const TempDir dir;
  auto recorder = Recorder::begin(machine.env(), dir.path());
  ASSERT_TRUE(recorder.ok());
  (void)owner_seen(recorder.value()->env());
  const auto sockets = std::filesystem::directory_iterator(dir.path() / "sockets");
  EXPECT_EQ(std::distance(begin(sockets), end(sockets)), 2) << "the holder, and one that refuses";
}

TEST(DecodeFound, SkipsWhatMakesNoSense) {
  EXPECT_EQ(decode_errno("errno 13\n"), 13);
  EXPECT_EQ(decode_errno("errno x"), EIO);
  EXPECT_EQ(decode_errno("/usr/bin/errno 13"), std::nullopt);
  EXPECT_EQ(decode_directories("x\n1\n\n2 a b\n3 \n4 ..\n5 a/b\n6 /\n").size(), 1U);
  EXPECT_EQ(decode_directories("2 a b\n").front().name, "a b");
  EXPECT_EQ(decode_sockets("1\n1 x\n99999999999 1\n3 4\n").size(), 1U);
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

TEST(Replay, ReadsFilesBelowItsDirectoryOnly) {
  const TempDir dir;
  const std::filesystem::path recording = dir.path() / "recording";
  std::filesystem::create_directories(recording / "proc/net/netstat");
  std::filesystem::create_directories(dir.path() / "cgroups");
  std::ofstream(recording / "format") << kRecordingFormat;
  std::ofstream(dir.path() / "secret") << "0::/\n";
  const auto replay = Replay::open(recording);
  ASSERT_TRUE(replay.ok()) << replay.error().line();
  std::string buffer;
  const ProcFs& procfs = replay.value()->env().procfs;
  for (const char* path : {"net/netstat", "../../secret", "net/../../../secret"}) {
    const auto text = procfs.read(path, buffer);
    ASSERT_FALSE(text.ok()) << path;
    EXPECT_EQ(text.error().code, ENOENT) << path;
  }
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
