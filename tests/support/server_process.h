#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <optional>
#include <string>
#include <vector>

#include "agent/spawned_program.h"
#include "collectors/base/socket_address.h"

namespace sockq {

/// `sockq serve` as a program of its own, which must end well.
class ServerProcess {
 public:
  explicit ServerProcess(const std::vector<std::string>& words,
                         const std::string& listen = "127.0.0.1:0",
                         std::optional<unsigned> most_descriptors = std::nullopt) {
    std::vector<std::string> all{SOCKQ_PROGRAM, "serve", "--listen", listen, "--backlog", "1024"};
    all.insert(all.end(), words.begin(), words.end());
    program_.emplace(
        SpawnedProgram::start({.words = all, .most_descriptors = most_descriptors}).value());
    const std::string line = program_->read_line(std::chrono::seconds(20)).value_or("");
    const std::string start = "listening on ";
    EXPECT_TRUE(line.starts_with(start)) << line;
    address_ = parse_stream_address(line.substr(std::min(start.size(), line.size()))).value();
  }
  ~ServerProcess() {
    if (!ended_) end();
  }

  [[nodiscard]] const SocketAddress& address() const { return address_; }
  [[nodiscard]] pid_t pid() const { return program_->pid(); }
  void signal(int number) const { program_->signal(number); }

  /// SIGTERM, a clean exit within 10 s, and nothing left of its process group.
  void end() {
    ended_ = true;
    const pid_t group = pid();
    const SpawnedProgram::Ended ended = program_->end(std::chrono::seconds(10));
    EXPECT_TRUE(WIFEXITED(ended.status)) << "signal " << WTERMSIG(ended.status);
    EXPECT_EQ(WEXITSTATUS(ended.status), 0);
    EXPECT_NE(::kill(-group, 0), 0) << "some process of it is left";
  }

 private:
  std::optional<SpawnedProgram> program_;
  SocketAddress address_;
  bool ended_ = false;
};

}  // namespace sockq
