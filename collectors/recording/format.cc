#include "collectors/recording/format.h"

#include <fmt/core.h>
#include <linux/netlink.h>

#include <cstring>

namespace sockq {
namespace {

constexpr std::size_t kRecordHeader = 5;

Error not_a_recording(const std::string& file) {
  return {0, "not a netlink recording", file, "record it again with sockq list --record"};
}

}  // namespace

std::filesystem::path nth_name(std::string_view name, std::size_t nth) {
  std::string numbered(name);
  if (nth > 1) numbered.append(".").append(std::to_string(nth));
  return numbered;
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
