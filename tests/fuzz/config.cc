// The agent's --config file, TOML or INI, through the whole reading of the command line.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <sstream>
#include <string>

#include "agent/options.h"
#include "collectors/base/unique_fd.h"
#include "tests/fuzz/fuzz.h"

namespace sockq {
namespace {

/// What is written to a stream meanwhile.
class Captured {
 public:
  explicit Captured(std::ostream& stream)
      : stream_(stream), original_(stream.rdbuf(text_.rdbuf())) {}
  ~Captured() { stream_.rdbuf(original_); }
  Captured(const Captured&) = delete;
  Captured& operator=(const Captured&) = delete;
  [[nodiscard]] std::string text() const { return text_.str(); }

 private:
  std::ostringstream text_;
  std::ostream& stream_;
  std::streambuf* original_;
};

}  // namespace
}  // namespace sockq

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sockq;
  const UniqueFd file(::memfd_create("config", 0));
  if (::write(file.get(), data, size) != static_cast<ssize_t>(size)) return 0;
  const std::string name = "/proc/self/fd/" + std::to_string(file.get());
  const char* words[] = {"sockq", "agent", "--config", name.c_str()};
  const Captured errors(std::cerr);
  const Captured output(std::cout);
  const Command command = parse_command_line(static_cast<int>(std::size(words)), words);
  const std::string said = errors.text();
  if (const auto* exit = std::get_if<Exit>(&command)) {
    const bool refused = exit->code == kExitUsage && std::ranges::count(said, '\n') == 1;
    require(refused || exit->code == kExitFine, "what is wrong is said in one line");
    return 0;
  }
  const auto* agent = std::get_if<AgentOptions>(&command);
  require(agent != nullptr && said.empty(), "the agent's file sets the agent's options");
  require(agent->interval.count() >= 1'000'000, "a check holds for the file too");
  require(agent->telemetry_path.starts_with('/'), "a check holds for the file too");
  return 0;
}
