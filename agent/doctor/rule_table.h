#pragma once

#include <span>
#include <string>

#include "agent/doctor/rule.h"

namespace sockq {

/// Every rule there is. Of findings as severe as each other, that of the earlier rule goes first:
/// causes stand before what they cause.
[[nodiscard]] std::span<const Rule> rule_table();

/// The table as Markdown, as agent/doctor/README.md has it.
[[nodiscard]] std::string rule_table_text();

}  // namespace sockq
