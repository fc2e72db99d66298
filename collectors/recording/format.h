#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/base/result.h"

namespace sockq {

// A recording is a directory that holds what sockq read of the outside world:
//
//   format               "sockq recording 1"
//   proc/<path>          the text of a file of procfs; <path>.2, .3 ... are later reads of it
//   proc/<path>.error    instead of the text: the errno that reading it gave, as a number
//   list/<path>          the names in a directory of procfs, one a line
//   netlink/<key>        one dump: its request and every datagram that came back; <key>.2 ... later
//   clock/wall, steady   what the clocks said, in nanoseconds, a line each time
//
// A replay gives each read in turn what was recorded for it, and the last one again after that.

inline constexpr std::string_view kRecordingFormat = "sockq recording 1\n";

/// "proc/net/netstat" for the first use of that name, "proc/net/netstat.2" for the second.
[[nodiscard]] std::filesystem::path nth_name(std::string_view name, std::size_t nth);

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
