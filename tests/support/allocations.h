#pragma once

#include <cstdint>
#include <optional>

namespace sockq {

/// How often this thread has called operator new; nothing where a sanitizer owns it.
[[nodiscard]] std::optional<std::uint64_t> allocations_so_far();

/// While it lives, operator new throws std::bad_alloc in this thread after `spared` more calls;
/// nothing where a sanitizer owns it.
class NoMemory {
 public:
  explicit NoMemory(std::uint64_t spared);
  ~NoMemory();
  NoMemory(const NoMemory&) = delete;
  NoMemory& operator=(const NoMemory&) = delete;
};

}  // namespace sockq
