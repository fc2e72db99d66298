#pragma once

#include <cstdint>
#include <optional>

namespace sockq {

/// How often this thread has called operator new; nothing where a sanitizer owns it.
[[nodiscard]] std::optional<std::uint64_t> allocations_so_far();

}  // namespace sockq
