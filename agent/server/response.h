#pragma once

#include <string>

#include "agent/server/request_framer.h"

namespace sockq {

/// The whole answer: head and a body of one short line of text, which HEAD leaves out.
[[nodiscard]] std::string response_to(const FramedRequest& request);

}  // namespace sockq
