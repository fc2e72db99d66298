#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collectors/base/result.h"
#include "collectors/snapshot.h"

namespace sockq {

/// {"time": Unix seconds, "findings": [{rule, severity, netns, protocol, listener, owner, title,
/// evidence, why, remedy}], "errors": [{collector, error}]}, most severe first; `netns` only where
/// other network namespaces are watched too, all of the rest are text. Bytes that are no UTF-8 are
/// U+FFFD. One line, and a newline.
[[nodiscard]] std::string findings_json(const Snapshot& snapshot);

/// The findings of such a page, read back. An error where it is none.
[[nodiscard]] Result<std::vector<Finding>> parse_findings(std::string_view page);

}  // namespace sockq
