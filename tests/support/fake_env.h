#pragma once

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "collectors/base/env.h"
#include "tests/support/netlink_bytes.h"

namespace sockq {

/// Files that a test sets; any other is missing (ENOENT).
class FakeProcFs : public ProcFs {
 public:
  std::map<std::string, std::variant<std::string, int>, std::less<>> files;  ///< text, or an errno
  std::map<std::string, std::vector<std::string>, std::less<>> lists;
  std::map<std::string, std::variant<std::string, int>, std::less<>> links;
  std::map<std::string, std::variant<std::vector<Directory>, int>, std::less<>> trees;
  std::map<std::string, std::variant<std::vector<SocketFd>, int>, std::less<>> held_sockets;
  /// A number, or the negated errno.
  std::map<std::string, std::int64_t, std::less<>> inodes;
  mutable int looked_into = 0;  ///< calls of directories()

  [[nodiscard]] Result<std::string_view> read(std::string_view path,
                                              std::string& buffer) const override {
    Result<std::string> text = value_of(files, path);
    if (!text.ok()) return text.error();
    buffer = std::move(text).value();
    return std::string_view(buffer);
  }
  [[nodiscard]] Result<std::vector<std::string>> list(std::string_view path) const override {
    const auto directory = lists.find(path);
    if (directory == lists.end()) return Error{ENOENT, "cannot read", full_path(path), ""};
    return directory->second;
  }
  [[nodiscard]] Result<std::string> link(std::string_view path) const override {
    return value_of(links, path);
  }
  [[nodiscard]] Result<std::vector<Directory>> directories(std::string_view path) const override {
    ++looked_into;
    return value_of(trees, path);
  }
  [[nodiscard]] Result<std::vector<SocketFd>> sockets(
      std::string_view path, std::span<const std::uint32_t> wanted) const override {
    Result<std::vector<SocketFd>> held = value_of(held_sockets, path);
    if (held.ok())
      std::erase_if(held.value(), [&](const SocketFd& socket) {
        return !std::ranges::binary_search(wanted, socket.inode);
      });
    return held;
  }
  [[nodiscard]] Result<std::uint64_t> inode(std::string_view path) const override {
    const auto known = inodes.find(path);
    const std::int64_t value = known == inodes.end() ? -ENOENT : known->second;
    if (value < 0) return Error{static_cast<int>(-value), "cannot read", full_path(path), ""};
    return static_cast<std::uint64_t>(value);
  }
  [[nodiscard]] std::string full_path(std::string_view path) const override {
    return "/fake/" + std::string(path);
  }

 private:
  template <class T>
  Result<T> value_of(const std::map<std::string, std::variant<T, int>, std::less<>>& values,
                     std::string_view path) const {
    const auto known = values.find(path);
    if (known == values.end()) return Error{ENOENT, "cannot read", full_path(path), ""};
    if (const int* code = std::get_if<int>(&known->second))
      return Error{*code, "cannot read", full_path(path), ""};
    return std::get<T>(known->second);
  }
};

/// A kernel that answers each dump of TCP with the next of the scripted answers, and the last one
/// again after that; of MPTCP and of unix sockets always with one answer: there are none. Datagrams
/// are addressed to the request unless `raw`. Counts what happens.
class FakeNetlink : public Netlink {
 public:
  using Step = std::variant<Bytes, int>;  ///< a datagram, or the errno of a failed receive
  using Answer = std::vector<Step>;

  std::deque<Answer> answers;
  Answer mptcp_answer{done_message()};
  Answer unix_answer{done_message()};
  int open_error = 0;
  int send_error = 0;
  bool memory_ends = false;  ///< while an answer is taken in
  bool raw = false;
  mutable int opened = 0;
  mutable std::vector<Bytes> requests;

  [[nodiscard]] Result<std::unique_ptr<NetlinkSocket>> open() const override;

 private:
  class Socket;
  [[nodiscard]] const Answer& answer_to(std::span<const std::byte> request) const;

  mutable std::mutex mutex_;  ///< of what the sockets of several threads change
  mutable std::size_t next_ = 0;
};

/// Clocks that stand still until a test moves them, or lets one go on by itself.
class FakeClock : public Clock {
 public:
  std::chrono::system_clock::time_point wall_time{std::chrono::seconds(1'700'000'000)};
  mutable std::chrono::steady_clock::time_point steady_time{std::chrono::seconds(1000)};
  std::chrono::nanoseconds step{0};  ///< that the steady one goes on each time it is read
  mutable std::chrono::nanoseconds thread_cpu_time{0};
  std::chrono::nanoseconds cpu_step{0};  ///< that the thread's goes on each time it is read

  [[nodiscard]] std::chrono::system_clock::time_point wall() const override { return wall_time; }
  [[nodiscard]] std::chrono::steady_clock::time_point steady() const override {
    if (step.count() > 0) steady_time += step;
    return steady_time;
  }
  [[nodiscard]] std::chrono::nanoseconds thread_cpu() const override {
    if (cpu_step.count() > 0) thread_cpu_time += cpu_step;
    return thread_cpu_time;
  }
};

/// A healthy little machine: every file the collectors read, and a kernel with the listeners of
/// `listen_datagrams`. A test breaks what it wants broken.
struct FakeMachine {
  FakeMachine();
  [[nodiscard]] Env env() const { return {procfs, netlink, clock, cgroups}; }

  FakeProcFs procfs;
  FakeProcFs cgroups;
  FakeNetlink netlink;
  FakeClock clock;
};

}  // namespace sockq
