#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "agent/options.h"
#include "tests/support/temp_dir.h"

namespace sockq {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;

Command parse(std::vector<std::string> words) {
  std::vector<const char*> argv{"sockq"};
  for (const std::string& word : words) argv.push_back(word.c_str());
  return parse_command_line(static_cast<int>(argv.size()), argv.data());
}

/// The error's line, after it was checked to be one with the right exit code.
std::string refused(const std::vector<std::string>& words) {
  testing::internal::CaptureStderr();
  const Command command = parse(words);
  std::string said = testing::internal::GetCapturedStderr();
  EXPECT_TRUE(std::holds_alternative<Exit>(command)) << said;
  if (const Exit* exit = std::get_if<Exit>(&command)) {
    EXPECT_EQ(exit->code, kExitUsage);
  }
  EXPECT_EQ(said.find('\n'), said.size() - 1) << said;
  return said;
}

TEST(CommandLine, TheAgentHasDefaults) {
  const auto options = std::get<AgentOptions>(parse({"agent"}));
  EXPECT_THAT(options.listen_addresses, ElementsAre(":10555"));
  EXPECT_EQ(options.interval, milliseconds(100));
  EXPECT_EQ(options.slow_interval, milliseconds(5000));
  EXPECT_THAT(options.disabled, ElementsAre());
}

TEST(CommandLine, TheAgentTakesItsFlags) {
  const auto options = std::get<AgentOptions>(
      parse({"agent", "--web.listen-address", ":1", "--web.listen-address=[::1]:2",
             "--sample.interval=10ms", "--no-collector.snmp", "--collector.netstat", "--log.level",
             "warn", "--log.format=json", "--web.telemetry-path=/m", "--reference-server"}));
  EXPECT_THAT(options.listen_addresses, ElementsAre(":1", "[::1]:2"));
  EXPECT_EQ(options.interval, milliseconds(10));
  EXPECT_THAT(options.disabled, ElementsAre("snmp"));
  EXPECT_THAT(options.collectors,
              ElementsAre("listeners", "unix", "netstat", "waits", "connections", "owners",
                          "sockstat", "sysctl", "process"));
  EXPECT_EQ(options.log_level, LogLevel::warn);
  EXPECT_EQ(options.log_format, LogFormat::json);
  EXPECT_TRUE(options.reference_server);
}

TEST(CommandLine, TheAgentTakesBoundsOnItsLooksAtConnections) {
  const auto options = std::get<AgentOptions>(
      parse({"agent", "--peer.max=0", "--collector.waits.interval=2s",
             "--collector.connections.interval=3s", "--collector.connections.max-cpu=0.5"}));
  EXPECT_EQ(options.most_peers, 0U);
  EXPECT_EQ(options.wait_interval, milliseconds(2000));
  EXPECT_EQ(options.sweep_interval, milliseconds(3000));
  EXPECT_DOUBLE_EQ(options.sweep_max_cpu, 0.5);
}

TEST(CommandLine, TheConfigFileSetsWhatTheWordsDoNot) {
  const TempDir dir;
  const std::string file = (dir.path() / "sockq.toml").string();
  std::ofstream(file) << "sample.interval = \"20ms\"\n[web]\ntelemetry-path = \"/q\"\n"
                         "listen-address = [\":5\", \":6\"]\n[collector]\nsnmp = false\n";
  const auto options =
      std::get<AgentOptions>(parse({"agent", "--config", file, "--web.telemetry-path", "/words"}));
  EXPECT_EQ(options.interval, milliseconds(20));
  EXPECT_EQ(options.telemetry_path, "/words");
  EXPECT_THAT(options.listen_addresses, ElementsAre(":5", ":6"));
  EXPECT_THAT(options.disabled, ElementsAre("snmp"));
}

TEST(CommandLine, AConfigFileWithAnUnknownNameIsRefused) {
  const TempDir dir;
  const std::string file = (dir.path() / "sockq.toml").string();
  std::ofstream(file) << "[web]\nlisten-adress = \":5\"\n";
  EXPECT_THAT(refused({"agent", "--config", file}), HasSubstr("listen-adress"));
}

TEST(CommandLine, ServeTakesItsFlags) {
  const auto options =
      std::get<ServeOptions>(parse({"serve", "--listen", ":80", "--backlog", "7", "--work", "100ms",
                                    "--stall", "accept", "--reuseport"}));
  EXPECT_THAT(options.listen, ElementsAre(":80"));
  EXPECT_EQ(options.server.backlog, 7);
  EXPECT_EQ(options.server.work, milliseconds(100));
  EXPECT_EQ(options.server.stall, Stall::accept);
  EXPECT_TRUE(options.server.reuseport);
}

TEST(CommandLine, TopTakesItsFlags) {
  const auto options =
      std::get<TopOptions>(parse({"top", "--interval=250ms", "--agent=http://[::1]:10555"}));
  EXPECT_EQ(options.interval, milliseconds(250));
  EXPECT_EQ(options.agent, "http://[::1]:10555");
}

TEST(CommandLine, HelpComesInOtherForms) {
  testing::internal::CaptureStdout();
  EXPECT_EQ(std::get<Exit>(parse({"help", "--format", "bash"})).code, kExitFine);
  EXPECT_THAT(testing::internal::GetCapturedStdout(), HasSubstr("--collector.netstat"));
}

struct Bad {
  std::vector<std::string> words;
  const char* said;
};

class BadWords : public testing::TestWithParam<Bad> {};

TEST_P(BadWords, AreRefusedInOneLineThatNamesThem) {
  EXPECT_THAT(refused(GetParam().words), HasSubstr(GetParam().said));
}

INSTANTIATE_TEST_SUITE_P(
    CommandLine, BadWords,
    testing::Values(
        Bad{{}, "subcommand"}, Bad{{"agnet"}, "agnet"}, Bad{{"agent", "--nosuch"}, "--nosuch"},
        Bad{{"agent", "--sample.interval=soon"}, "--sample.interval"},
        Bad{{"agent", "--sample.interval=100"}, "--sample.interval"},
        Bad{{"agent", "--sample.interval=0s"}, "--sample.interval"},
        Bad{{"agent", "--sample.interval=-5ms"}, "--sample.interval"},
        Bad{{"agent", "--sample.interval=999us"}, "must be 1ms or more"},
        Bad{{"agent", "--peak.window=0s"}, "--peak.window"},
        Bad{{"agent", "--listener.max=0"}, "--listener.max"}, Bad{{"list", "--count=3"}, "--watch"},
        Bad{{"list", "--watch", "--connections"}, "--connections"},
        Bad{{"agent", "--peer.max=-1"}, "--peer.max"},
        Bad{{"agent", "--sample.interval=99999999999h"}, "--sample.interval"},
        Bad{{"agent", "--web.telemetry-path=m"}, "--web.telemetry-path"},
        Bad{{"agent", "--log.level=loud"}, "--log.level"},
        Bad{{"agent", "--path.procfs=/nowhere"}, "--path.procfs"},
        Bad{{"agent", "--web.max-requests=-1"}, "--web.max-requests"},
        Bad{{"list", "--replay", "/nowhere"}, "--replay"},
        Bad{{"top", "--interval=99ms"}, "must be 100ms or more"},
        Bad{{"top", "--agent=:1", "--replay=/"}, "--replay"},
        Bad{{"help", "--format", "pdf"}, "zsh"}, Bad{{"serve", "--stall", "think"}, "--stall"},
        Bad{{"serve", "--stall-for", "1s"}, "--stall"},
        Bad{{"serve", "--pattern", "magic"}, "prefork"},
        Bad{{"serve", "--workers", "0"}, "--workers"}, Bad{{"load", "127.0.0.1:1"}, "--rate"},
        Bad{{"load"}, "target"}, Bad{{"load", ":1", "--rate", "-1"}, "--rate"},
        Bad{{"load", ":1", "--rate", "1", "--concurrency", "1"}, "--concurrency"},
        Bad{{"load", ":1", "--rate", "1", "--duration", "2h"}, "1h or less"},
        Bad{{"serve", "--backlog", "many"}, "--backlog"}));

TEST(CommandLine, HelpAndVersionAreFine) {
  testing::internal::CaptureStdout();
  EXPECT_EQ(std::get<Exit>(parse({"--version"})).code, kExitFine);
  EXPECT_EQ(std::get<Exit>(parse({"agent", "--help"})).code, kExitFine);
  EXPECT_THAT(testing::internal::GetCapturedStdout(), HasSubstr("--web.listen-address"));
}

}  // namespace
}  // namespace sockq
