#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string_view>

namespace sockq {

/// The name of a network device: shorter than 16 bytes (IFNAMSIZ, linux/if.h). Empty by default.
class DeviceName {
 public:
  DeviceName() = default;
  /// Empty where `text` is no name that the kernel lets a device have (dev_valid_name,
  /// net/core/dev.c), or is not of printable ASCII alone.
  explicit DeviceName(std::string_view text);

  [[nodiscard]] std::string_view text() const { return bytes_.data(); }
  [[nodiscard]] bool empty() const { return bytes_.front() == '\0'; }

 private:
  std::array<char, 16> bytes_{};
};

/// A network device that a socket is bound to (SO_BINDTODEVICE, or the scope of a link-local
/// address). The index alone tells it from the others of its network namespace.
struct Device {
  std::uint32_t index = 0;  ///< 0 for any
  DeviceName name = {};     ///< where it is known

  [[nodiscard]] std::strong_ordering operator<=>(const Device& other) const {
    return index <=> other.index;
  }
  [[nodiscard]] bool operator==(const Device& other) const { return index == other.index; }
};

}  // namespace sockq
