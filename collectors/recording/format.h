#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/base/env.h"

namespace sockq {

// A recording is a directory that holds what sockq read of the outside world:
//
//   format               "sockq recording 1"
//   proc/<path>          the text of a file of procfs; <path>.2, .3 ... are later reads of it
//   proc/<path>.error    instead of the text: the errno that reading it gave, as a number
//   list/<path>          the names in a directory of procfs, one a line
//   link/<path>          where a symbolic link of procfs points to
//   sockets/<path>       those sockets that were looked for and found in a directory of procfs: the
//                        number of the descriptor and the inode, a line each
//   directories/<path>/names, cgroups/<path>/names
//                        the directories in one of procfs, or in one of the control groups: inode
//                        and name, a line each
//   netlink/<key>        one dump: its request and every datagram that came back; <key>.2 ... later
//   clock/wall, steady   what the clocks said, in nanoseconds, a line each time
//
// A replay gives each read in turn what was recorded for it, and the last one again after that. Of
// the links, sockets and directories, only what differs from the time before is written: nothing at
// first. "errno 2" stands for an error; of the processes that refuse to show their sockets, only
// the first is written.

inline constexpr std::string_view kRecordingFormat = "sockq recording 1\n";

/// "proc/net/netstat" for the first use of that name, "proc/net/netstat.2" for the second.
[[nodiscard]] std::filesystem::path nth_name(std::string_view name, std::size_t nth);

/// "cgroups/system.slice/names": where the directories within one are.
[[nodiscard]] std::string directories_name(const std::string& tree, std::string_view path);

/// The text of what was found, or of why nothing was; and back again.
[[nodiscard]] std::string encode_found(const Result<std::string>& link);
[[nodiscard]] std::string encode_found(const Result<std::vector<Directory>>& directories);
[[nodiscard]] std::string encode_found(const Result<std::vector<SocketFd>>& sockets);
[[nodiscard]] std::optional<int> decode_errno(std::string_view text);
[[nodiscard]] std::vector<Directory> decode_directories(std::string_view text);
[[nodiscard]] std::vector<SocketFd> decode_sockets(std::string_view text);

/// Names a dump by its request: a hash of the bytes without the sequence and port numbers.
[[nodiscard]] std::string request_key(std::span<const std::byte> message);

enum class RecordKind : char { request = 'Q', datagram = 'D', error = 'E' };

/// One entry of a netlink file: a kind, a length of four bytes (little endian), the bytes. Those of
/// an error are its errno as text.
struct Record {
  RecordKind kind = RecordKind::request;
  std::vector<std::byte> bytes;
};

[[nodiscard]] std::string encode_record(RecordKind kind, std::span<const std::byte> bytes);

/// All entries of a netlink file; an error where it is cut short or holds another kind. `file` is
/// for the message.
[[nodiscard]] Result<std::vector<Record>> decode_records(std::string_view text,
                                                         const std::string& file);

/// Writes `sequence` and `port_id` into every whole message of a recorded datagram, as if it
/// answered a request of now.
void address_to(std::span<std::byte> datagram, std::uint32_t sequence, std::uint32_t port_id);

}  // namespace sockq
