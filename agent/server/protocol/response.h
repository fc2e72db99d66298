#pragma once

#include <cstddef>
#include <string>

#include "agent/server/protocol/request.h"

namespace sockq {

/// The whole HTTP answer: head and a body, which HEAD leaves out. The body of a 200 has `body_size`
/// bytes; at 0, and for errors, it is one short line of text.
[[nodiscard]] std::string response_to(const FramedRequest& request, std::size_t body_size = 0);

}  // namespace sockq
