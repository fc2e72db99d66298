#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/base/result.h"

namespace sockq {

/// A directory within another.
struct Directory {
  std::string name;
  std::uint64_t inode = 0;
};

/// A descriptor of a process that is a socket.
struct SocketFd {
  int fd = 0;
  std::uint32_t inode = 0;
};

/// The text files the kernel offers, below one root (proc(5)), and what else is to be had there.
/// Implementations may be called from several threads at once, each with its own buffer.
class ProcFs {
 public:
  virtual ~ProcFs() = default;
  /// Reads the whole file, to its end, into `buffer` (whose memory is reused) and returns a view of
  /// it. `path` is relative to the root: "net/netstat".
  [[nodiscard]] virtual Result<std::string_view> read(std::string_view path,
                                                      std::string& buffer) const = 0;
  /// The names in a directory, without "." and "..", in no order.
  [[nodiscard]] virtual Result<std::vector<std::string>> list(std::string_view path) const = 0;
  /// Where a symbolic link points to: any bytes.
  [[nodiscard]] virtual Result<std::string> link(std::string_view path) const = 0;
  /// The directories within one, itself as "." among them where it has an inode of its own; ""
  /// names the root.
  [[nodiscard]] virtual Result<std::vector<Directory>> directories(std::string_view path) const = 0;
  /// Those sockets among the descriptors of a process ("12/fd") whose inodes are `wanted`, which is
  /// sorted. Of a process with more than kMostFds descriptors, the first of them are looked at.
  [[nodiscard]] virtual Result<std::vector<SocketFd>> sockets(
      std::string_view path, std::span<const std::uint32_t> wanted) const = 0;
  static constexpr std::size_t kMostFds = 16'384;
  /// The inode number of a file, symbolic links followed: of "7/ns/net" it is the network
  /// namespace's own (namespaces(7)).
  [[nodiscard]] virtual Result<std::uint64_t> inode(std::string_view path) const = 0;
  /// Runs `work`, which reads several files, with a view of these from where that costs least;
  /// returns when it is done.
  virtual void read_many(const std::function<void(const ProcFs&)>& work) const { work(*this); }
  /// The whole name of `path`, for messages: "/proc/net/netstat".
  [[nodiscard]] virtual std::string full_path(std::string_view path) const = 0;
};

/// One open NETLINK_SOCK_DIAG socket (sock_diag(7)). Not safe for use by two threads.
class NetlinkSocket {
 public:
  virtual ~NetlinkSocket() = default;
  /// The port id the kernel gave this socket; replies carry it.
  [[nodiscard]] virtual unsigned port_id() const = 0;
  [[nodiscard]] virtual Result<Unit> send(std::span<const std::byte> message) = 0;
  /// One datagram into `buffer`; how many bytes it holds. A datagram that does not fit is an error
  /// (ENOSPC), as is none within the socket's time limit (EAGAIN).
  [[nodiscard]] virtual Result<std::size_t> receive(std::span<std::byte> buffer) = 0;
};

/// Opens sockets to the kernel's sock_diag. Safe for use by several threads.
class Netlink {
 public:
  virtual ~Netlink() = default;
  [[nodiscard]] virtual Result<std::unique_ptr<NetlinkSocket>> open() const = 0;
};

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual std::chrono::system_clock::time_point wall() const = 0;
  [[nodiscard]] virtual std::chrono::steady_clock::time_point steady() const = 0;
  /// Time the calling thread has spent on a processor, the kernel's work for it included.
  [[nodiscard]] virtual std::chrono::nanoseconds thread_cpu() const = 0;
};

/// All of the outside world that a collector may touch, passed in, so that tests and recordings can
/// stand in for it. Borrows its parts.
struct Env {
  const ProcFs& procfs;
  const Netlink& netlink;
  const Clock& clock;
  const ProcFs& cgroups;  ///< where control groups of version 2 are mounted (cgroups(7))
};

}  // namespace sockq
