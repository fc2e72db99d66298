#include "collectors/recording/format.h"

#include <fmt/core.h>
#include <linux/netlink.h>

#include <cerrno>
#include <cstring>

#include "collectors/base/text.h"

namespace sockq {
namespace {

constexpr std::size_t kRecordHeader = 5;

Error not_a_recording(const std::string& file) {
  return {0, "not a netlink recording", file, "record it again with sockq list --record"};
}

constexpr std::string_view kErrno = "errno ";

std::string encode_errno(const Error& error) { return fmt::format("{}{}\n", kErrno, error.code); }

/// Else a walk down a tree of such directories would come back to the same one for ever.
bool leads_down_or_stays(std::string_view name) {
  return !name.empty() && name != ".." && name.find('/') == name.npos;
}

}  // namespace

std::filesystem::path nth_name(std::string_view name, std::size_t nth) {
  std::string numbered(name);
  if (nth > 1) numbered.append(".").append(std::to_string(nth));
  return numbered;
}

std::string directories_name(const std::string& tree, std::string_view path) {
  return tree + "/" + std::string(path) + (path.empty() ? "names" : "/names");
}

std::string encode_found(const Result<std::string>& link) {
  return link.ok() ? link.value() : encode_errno(link.error());
}

std::string encode_found(const Result<std::vector<Directory>>& directories) {
  if (!directories.ok()) return encode_errno(directories.error());
  std::string text;
  for (const auto& [name, inode] : directories.value()) text += fmt::format("{} {}\n", inode, name);
  return text;
}

std::string encode_found(const Result<std::vector<SocketFd>>& sockets) {
  if (!sockets.ok()) return encode_errno(sockets.error());
  std::string text;
  for (const auto& [fd, inode] : sockets.value()) text += fmt::format("{} {}\n", fd, inode);
  return text;
}

std::optional<int> decode_errno(std::string_view text) {
  if (!text.starts_with(kErrno)) return std::nullopt;
  text.remove_prefix(kErrno.size());
  return parse_number<int>(next_line(text)).value_or(EIO);
}

std::vector<Directory> decode_directories(std::string_view text) {
  std::vector<Directory> directories;
  while (!text.empty()) {
    std::string_view line = next_line(text);
    const auto inode = parse_number<std::uint64_t>(next_word(line));
    if (!inode || line.empty()) continue;
    const std::string_view name = line.substr(1);
    if (leads_down_or_stays(name)) directories.push_back({std::string(name), *inode});
  }
  return directories;
}

std::vector<SocketFd> decode_sockets(std::string_view text) {
  std::vector<SocketFd> sockets;
  while (!text.empty()) {
    std::string_view line = next_line(text);
    const auto fd = parse_number<int>(next_word(line));
    const auto inode = parse_number<std::uint32_t>(next_word(line));
    if (fd && inode) sockets.push_back({*fd, *inode});
  }
  return sockets;
}

std::string request_key(std::span<const std::byte> message) {
  // FNV-1a, 64 bits (draft-eastlake-fnv).
  std::uint64_t hash = 0xcbf29ce484222325;
  constexpr std::size_t kVaryingBegin = offsetof(nlmsghdr, nlmsg_seq);
  for (std::size_t at = 0; at < message.size(); ++at) {
    if (at >= kVaryingBegin && at < sizeof(nlmsghdr)) continue;
    hash = (hash ^ std::to_integer<std::uint64_t>(message[at])) * 0x100000001b3;
  }
  return fmt::format("{:016x}", hash);
}

std::string encode_record(RecordKind kind, std::span<const std::byte> bytes) {
  std::string text(1, static_cast<char>(kind));
  for (unsigned shift = 0; shift < 32; shift += 8)
    text.push_back(static_cast<char>(bytes.size() >> shift & 0xffU));
  text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return text;
}

Result<std::vector<Record>> decode_records(std::string_view text, const std::string& file) {
  std::vector<Record> records;
  while (!text.empty()) {
    if (text.size() < kRecordHeader) return not_a_recording(file);
    const char kind = text.front();
    if (kind != 'Q' && kind != 'D' && kind != 'E') return not_a_recording(file);
    std::size_t length = 0;
    for (std::size_t at = 1; at < kRecordHeader; ++at)
      length |= static_cast<std::size_t>(static_cast<unsigned char>(text[at])) << (8 * (at - 1));
    text.remove_prefix(kRecordHeader);
    if (length > text.size()) return not_a_recording(file);
    const auto bytes = std::as_bytes(std::span(text.data(), length));
    records.push_back({static_cast<RecordKind>(kind), {bytes.begin(), bytes.end()}});
    text.remove_prefix(length);
  }
  return records;
}

void address_to(std::span<std::byte> datagram, std::uint32_t sequence, std::uint32_t port_id) {
  nlmsghdr header;
  while (datagram.size() >= sizeof(header)) {
    std::memcpy(&header, datagram.data(), sizeof(header));
    header.nlmsg_seq = sequence;
    header.nlmsg_pid = port_id;
    std::memcpy(datagram.data(), &header, sizeof(header));
    const std::size_t step = (std::size_t{header.nlmsg_len} + 3) / 4 * 4;
    if (step < sizeof(header) || step > datagram.size()) return;
    datagram = datagram.subspan(step);
  }
}

}  // namespace sockq
