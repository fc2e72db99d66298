#pragma once

#include <string>
#include <string_view>

namespace sockq {

/// Text as it stands in HTML or XML, in attributes within double quotes too.
[[nodiscard]] std::string escape_html(std::string_view text);

}  // namespace sockq
