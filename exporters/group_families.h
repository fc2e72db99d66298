#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "collectors/connection_group.h"
#include "exporters/families.h"
#include "exporters/family.h"

namespace sockq {

/// The connections of one listener or peer, and the labels that name it. Borrows both.
struct LabelledGroup {
  Labels labels;
  const ConnectionGroup& connections;
};

/// Adds every family that is the same for listeners and peers, named "sockq_" + `prefix` + "...".
/// `states` are those a connection of such a group can be in.
void add_group_families(std::string_view prefix, std::span<const TcpState> states,
                        const std::vector<LabelledGroup>& groups, Families& families);

}  // namespace sockq
