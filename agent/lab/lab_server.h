#pragma once

#include <string>
#include <vector>

#include "agent/lab/report.h"
#include "agent/spawned_program.h"
#include "collectors/base/socket_address.h"

namespace sockq {

/// `sockq serve` on a free port of 127.0.0.1, as a program of its own.
class LabServer {
 public:
  /// `words` are further ones for the command line.
  [[nodiscard]] static Result<LabServer> start(const std::vector<std::string>& words);

  [[nodiscard]] const SocketAddress& address() const { return address_; }
  [[nodiscard]] const SpawnedProgram& program() const { return program_; }
  /// Ends it, and says what time it took on a processor.
  std::chrono::nanoseconds end();

 private:
  LabServer(SpawnedProgram program, SocketAddress address)
      : program_(std::move(program)), address_(address) {}

  SpawnedProgram program_;
  SocketAddress address_;
};

/// Memory of a process group: the sum of the proportional set sizes (smaps_rollup, proc(5)).
[[nodiscard]] std::uint64_t group_memory(pid_t group);

}  // namespace sockq
