// The files that the agent writes by itself.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "agent/options.h"
#include "agent/output/line_file.h"
#include "agent/output/output_health.h"
#include "agent/output/periodic_thread.h"
#include "exporters/families.h"
#include "exporters/textfile.h"
#include "tests/support/temp_dir.h"

namespace sockq {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(ReplaceFile, PutsAReadableFileAndLeavesNothingElse) {
  const TempDir directory;
  const std::filesystem::path file = directory.path() / "sockq.prom";
  ASSERT_TRUE(replace_file(file, "one\n").ok());
  ASSERT_TRUE(replace_file(file, "two\n").ok());
  EXPECT_EQ(text_of(file), "two\n");
  const auto wanted = std::filesystem::perms(0644);
  EXPECT_EQ(std::filesystem::status(file).permissions(), wanted);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory.path()), {}), 1);
}

TEST(ReplaceFile, SaysWhatWouldHelp) {
  const TempDir directory;
  const auto missing = replace_file(directory.path() / "none" / "sockq.prom", "x");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code, ENOENT);
  EXPECT_THAT(missing.error().line(), HasSubstr("make the directory"));
}

TEST(ReplaceFile, FollowsNoLinkThatLiesInItsWay) {
  const TempDir directory;
  const std::filesystem::path other = directory.path() / "other";
  ASSERT_TRUE(replace_file(other, "keep\n").ok());
  std::filesystem::create_symlink(other, directory.path() / "sockq.prom.tmp");
  EXPECT_FALSE(replace_file(directory.path() / "sockq.prom", "x\n").ok());
  EXPECT_EQ(text_of(other), "keep\n");
  EXPECT_TRUE(replace_file(directory.path() / "sockq.prom", "x\n").ok());
}

TEST(TextfileText, HasEverythingButTheProcess) {
  Snapshot snapshot;
  snapshot.process.emplace();
  const std::string text = textfile_text(snapshot, {"listeners", "process"});
  EXPECT_THAT(text, HasSubstr("sockq_build_info"));
  EXPECT_THAT(text, Not(HasSubstr("process_")));
}

TEST(MakeFamilies, TellHowTheOutputsFare) {
  Snapshot snapshot;
  snapshot.outputs = {{.output = "event_log", .written = 7, .lost = 2, .works = false}};
  const std::string text = exposition_text(make_families(snapshot, {}));
  for (const char* line : {"sockq_output_success{output=\"event_log\"} 0\n",
                           "sockq_output_written_total{output=\"event_log\"} 7\n",
                           "sockq_output_lost_total{output=\"event_log\"} 2\n"})
    EXPECT_THAT(text, HasSubstr(line));
}

TEST(OutputHealth, CountsAndKnowsTheLatest) {
  OutputHealth health("textfile");
  health.wrote(1);
  health.lost(2, {ENOSPC, "cannot write", "file", ""});
  EXPECT_EQ(health.stats().written, 1U);
  EXPECT_EQ(health.stats().lost, 2U);
  EXPECT_FALSE(health.stats().works);
  health.wrote(1);
  EXPECT_TRUE(health.stats().works);
}

TEST(CommandLine, TheAgentTakesItsOutputs) {
  const char* words[] = {"sockq",      "agent", "--web.listen-address",   "",
                         "--textfile", "/d",    "--textfile.interval=2s", "--event-log",
                         "-"};
  const auto options =
      std::get<AgentOptions>(parse_command_line(static_cast<int>(std::size(words)), words));
  EXPECT_THAT(options.listen_addresses, testing::ElementsAre(""));
  EXPECT_EQ(options.textfile, "/d");
  EXPECT_EQ(options.textfile_interval, std::chrono::seconds(2));
  EXPECT_EQ(options.event_log, "-");
}

TEST(LineFile, AppendsAndOpensAnew) {
  const TempDir directory;
  const std::filesystem::path name = directory.path() / "events";
  LineFile file(name);
  ASSERT_TRUE(file.append("1\n").ok());
  std::filesystem::rename(name, directory.path() / "moved");
  ASSERT_TRUE(file.append("2\n").ok());
  file.reopen();
  ASSERT_TRUE(file.append("3\n").ok());
  EXPECT_EQ(text_of(directory.path() / "moved"), "1\n2\n");
  EXPECT_EQ(text_of(name), "3\n");
}

TEST(LineFile, IsOpenedAgainWhereItCouldNotBe) {
  const TempDir directory;
  const std::filesystem::path folder = directory.path() / "log";
  LineFile file(folder / "events");
  const auto lost = file.append("1\n");
  ASSERT_FALSE(lost.ok());
  EXPECT_EQ(lost.error().code, ENOENT);
  std::filesystem::create_directory(folder);
  EXPECT_TRUE(file.append("2\n").ok());
  EXPECT_EQ(text_of(folder / "events"), "2\n");
}

TEST(LineFile, DoesNotWaitForAReader) {
  const TempDir directory;
  const std::filesystem::path pipe = directory.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  LineFile file(pipe);
  EXPECT_EQ(file.append("nobody\n").error().code, ENXIO);
  const UniqueFd reader(::open(pipe.c_str(), O_RDONLY | O_NONBLOCK));
  const std::string line(1000, 'x');
  int lines = 0;
  while (lines < 10'000 && file.append(line + "\n").ok()) ++lines;
  EXPECT_GT(lines, 10);
  EXPECT_LT(lines, 10'000);
  EXPECT_EQ(file.append(line + "\n").error().code, EAGAIN);
}

TEST(PeriodicThread, WorksAtOnceAndAgain) {
  std::mutex mutex;
  std::condition_variable changed;
  int calls = 0;
  const PeriodicThread thread("calls", std::chrono::milliseconds(1), [&] {
    const std::lock_guard lock(mutex);
    ++calls;
    changed.notify_all();
  });
  std::unique_lock lock(mutex);
  EXPECT_TRUE(changed.wait_for(lock, std::chrono::seconds(60), [&] { return calls >= 3; }));
}

}  // namespace
}  // namespace sockq
