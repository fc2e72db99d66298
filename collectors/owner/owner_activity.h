#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "collectors/base/env.h"
#include "collectors/owner.h"

namespace sockq {

/// Of more processes than this, over all owners, the rest is not looked at.
inline constexpr std::size_t kMostActivities = 256;

/// The same owners, each with what its processes have done up to `now`: one read of a short text
/// for each process and for each control group. What cannot be read is not known.
[[nodiscard]] std::shared_ptr<const Owners> with_activity(const Env& env, const Owners& owners,
                                                          std::chrono::steady_clock::time_point now,
                                                          std::string& buffer);

}  // namespace sockq
