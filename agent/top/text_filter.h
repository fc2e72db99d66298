#pragma once

#include <string>
#include <string_view>

namespace sockq {

/// Whether `text` has `wanted` in it, letters of ASCII in either case; an empty one is in any.
[[nodiscard]] bool has_text(std::string_view text, std::string_view wanted);

}  // namespace sockq
