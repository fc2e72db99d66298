#include "agent/lab/lab_server.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <utility>

#include "collectors/base/text.h"

namespace sockq {
namespace {

using namespace std::chrono_literals;

/// The "Pss:" of smaps_rollup in bytes; 0 where there is none.
std::uint64_t proportional_size(const std::filesystem::path& process) {
  std::ifstream file(process / "smaps_rollup");
  for (std::string word; file >> word;) {
    std::uint64_t kibibytes = 0;
    if (word == "Pss:" && file >> kibibytes) return kibibytes * 1024;
  }
  return 0;
}

}  // namespace

Result<LabServer> LabServer::start(const std::vector<std::string>& words) {
  std::vector<std::string> all{"/proc/self/exe", "serve",   "--listen",
                               "127.0.0.1:0",    "--drain", "0s"};
  all.insert(all.end(), words.begin(), words.end());
  Result<SpawnedProgram> program = SpawnedProgram::start({.words = all});
  if (!program.ok()) return program.error();
  const std::string line = program.value().read_line(10s).value_or("");
  const std::string said = "listening on ";
  const Result<SocketAddress> address =
      parse_socket_address(line.starts_with(said) ? line.substr(said.size()) : "");
  if (!address.ok()) return Error{0, "did not start", "reference server", ""};
  return LabServer(std::move(program).value(), address.value());
}

std::chrono::nanoseconds LabServer::end() { return program_.end(3s).processor_time; }

std::uint64_t group_memory(pid_t group) {
  std::uint64_t sum = 0;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", ignored)) {
    const auto pid = parse_number<pid_t>(entry.path().filename().string());
    if (pid && ::getpgid(*pid) == group) sum += proportional_size(entry.path());
  }
  return sum;
}

}  // namespace sockq
