#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string_view>

namespace sockq {

/// A property that every input must have; where it has not, libFuzzer keeps the input.
inline void require(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "property does not hold: %s\n", property);
  std::abort();
}

/// The bytes of one input, which a target cuts up from the front. Nothing is left at its end.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size)
      : left_(reinterpret_cast<const char*>(data), size) {}

  [[nodiscard]] bool empty() const { return left_.empty(); }
  [[nodiscard]] std::string_view rest() const { return left_; }

  /// The next byte, 0 at the end: the selector of what to do with the rest.
  [[nodiscard]] std::uint8_t byte() {
    const std::string_view byte = cut(1);
    return byte.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(byte.front());
  }

  /// Two bytes of length, the lower first, and as many bytes, or those that are left.
  [[nodiscard]] std::string_view part() {
    const std::size_t low = byte();
    return cut(low + (std::size_t{byte()} << 8U));
  }

 private:
  std::string_view cut(std::size_t size) {
    const std::string_view front = left_.substr(0, size);
    left_.remove_prefix(front.size());
    return front;
  }

  std::string_view left_;
};

[[nodiscard]] inline std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

}  // namespace sockq

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
