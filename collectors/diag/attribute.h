#pragma once

#include <linux/netlink.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>

namespace sockq {

/// An attribute of a netlink message (linux/netlink.h). Borrows the message's bytes.
struct Attribute {
  std::uint16_t type = 0;
  std::span<const std::byte> value;

  /// Copies what stands at `offset`, where the value is long enough: attributes grow with kernels.
  template <class T>
  [[nodiscard]] std::optional<T> at(std::size_t offset) const {
    if (value.size() < offset + sizeof(T)) return std::nullopt;
    T copy;
    std::memcpy(&copy, value.data() + offset, sizeof(T));
    return copy;
  }
};

/// Cuts the next attribute off the front of `bytes`; nothing at the end, or where a length makes no
/// sense.
[[nodiscard]] inline std::optional<Attribute> next_attribute(std::span<const std::byte>& bytes) {
  nlattr header;
  if (bytes.size() < sizeof(header)) return std::nullopt;
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (header.nla_len < sizeof(header) || header.nla_len > bytes.size()) return std::nullopt;
  const Attribute attribute{static_cast<std::uint16_t>(header.nla_type & NLA_TYPE_MASK),
                            bytes.subspan(sizeof(header), header.nla_len - sizeof(header))};
  bytes =
      bytes.subspan(std::min(bytes.size(), static_cast<std::size_t>(NLA_ALIGN(header.nla_len))));
  return attribute;
}

}  // namespace sockq
