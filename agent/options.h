#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "agent/log.h"
#include "agent/own_limits.h"
#include "agent/server/load/load.h"
#include "agent/server/options.h"

namespace sockq {

/// Exit codes of every command.
enum ExitCode : int {
  kExitFine = 0,
  kExitFailed = 1,
  kExitUsage = 2,
  kExitCannotObserve = 3,
};

/// Where to look: the machine, or a recording of one.
struct SourceOptions {
  std::string procfs = "/proc";
  std::string replay;  ///< directory of a recording; empty for the machine itself
};

/// Which network namespaces to look at.
struct NetnsOptions {
  std::vector<std::string> words{"self"};  ///< as parse_namespace_choice() reads them
  std::size_t most = 64;
};

struct AgentOptions {
  SourceOptions source;
  NetnsOptions netns;
  std::vector<std::string> listen_addresses{":10555"};  ///< one empty word: no HTTP
  std::string telemetry_path = "/metrics";
  unsigned max_requests = 40;
  std::string web_config_file;  ///< empty for plain HTTP for everyone
  bool systemd_socket = false;  ///< instead of listen_addresses
  LogLevel log_level = LogLevel::info;
  LogFormat log_format = LogFormat::logfmt;
  std::vector<std::string> collectors;  ///< names of those that run
  std::vector<std::string> disabled;    ///< names of those that do not
  std::chrono::nanoseconds interval{std::chrono::milliseconds(100)};
  std::chrono::nanoseconds slow_interval{std::chrono::seconds(5)};
  std::chrono::nanoseconds sweep_interval{std::chrono::seconds(5)};  ///< over the connections
  double sweep_max_cpu = 1;                                          ///< percent of a processor
  std::chrono::nanoseconds wait_interval{std::chrono::seconds(1)};   ///< over those who wait
  std::size_t most_peers = 64;
  std::chrono::nanoseconds burst_interval{std::chrono::milliseconds(10)};  ///< 0: never
  double fast_max_cpu = 10;  ///< percent of a processor
  std::chrono::nanoseconds peak_window{std::chrono::seconds(60)};
  std::string listener_include;  ///< regular expressions; empty for none
  std::string listener_exclude;
  std::size_t most_listeners = 256;
  std::string pod;  ///< that sockq runs in: its name and namespace; empty where there is none
  std::string pod_namespace;
  std::string pod_info;  ///< directory with files of these; empty for none
  bool reference_server = false;
  std::string textfile;  ///< directory of node_exporter's textfile collector; empty for none
  std::chrono::nanoseconds textfile_interval{std::chrono::seconds(15)};
  std::string event_log;  ///< file of JSON lines, "-" for standard output; empty for none
  bool sandbox = true;
  OwnLimits limits;
};

struct ListOptions {
  SourceOptions source;
  NetnsOptions netns;
  bool json = false;
  bool connections = false;  ///< the fullest ones instead of the listeners
  bool watch = false;
  std::chrono::nanoseconds interval{std::chrono::seconds(1)};  ///< between two tables of a watch
  std::uint64_t count = 0;                                     ///< tables of a watch; 0: no end
  std::string record;  ///< directory of a new recording; empty for none
};

struct TopOptions {
  SourceOptions source;
  std::string agent;  ///< URL of one to watch instead; empty for none
  std::chrono::nanoseconds interval{std::chrono::seconds(1)};
};

struct ServeOptions {
  std::vector<std::string> listen{"127.0.0.1:8080"};
  ServerOptions server;  ///< but for `listen`
};

struct LoadCommandOptions {
  std::string target;
  LoadOptions load;  ///< but for the target
  bool allow_remote = false;
  bool json = false;
};

struct LabOptions {
  std::string scenario = "patterns";  ///< a name of scenario_table()
  std::string json;                   ///< file to write; empty for none
  std::string picture;
  // Of the scenario patterns:
  double rate = 100;
  std::chrono::nanoseconds duration{std::chrono::seconds(2)};
  std::chrono::nanoseconds work{std::chrono::milliseconds(20)};
  int backlog = 16;
  std::size_t workers = 4;
};

struct DoctorOptions {
  SourceOptions source;
  std::chrono::nanoseconds time{std::chrono::seconds(3)};  ///< from the first look to the last
  std::string agent;   ///< the URL of one to ask instead; empty for none
  std::string record;  ///< directory of a new recording; empty for none
  bool json = false;
};

/// Nothing to run: the words were help, the version, or wrong, and it has been said.
struct Exit {
  int code = kExitFine;
};

using Command = std::variant<Exit, AgentOptions, ListOptions, TopOptions, DoctorOptions,
                             ServeOptions, LoadCommandOptions, LabOptions>;

/// Reads the command line and the agent's --config file. What is wrong goes to stderr in one line.
[[nodiscard]] Command parse_command_line(int argc, const char* const* argv);

}  // namespace sockq
