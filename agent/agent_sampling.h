#pragma once

#include "agent/options.h"
#include "agent/sampling_options.h"

namespace sockq {

/// How the agent's words want the lanes to look. An Error names the words that are wrong.
[[nodiscard]] Result<SamplingOptions> sampling_options(const AgentOptions& options);

}  // namespace sockq
