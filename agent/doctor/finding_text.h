#pragma once

#include <span>
#include <string>

#include "collectors/finding.h"

namespace sockq {

/// Findings for a terminal, in the order given: of each a line with its severity, listener, owner
/// and title, then evidence, why and remedy, folded at 100 columns.
[[nodiscard]] std::string finding_text(std::span<const Finding> findings);

}  // namespace sockq
