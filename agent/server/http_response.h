#pragma once

#include <string>

#include "agent/server/http_request.h"

namespace sockq {

/// The whole answer: head and a body of one short line of text, which HEAD leaves out.
[[nodiscard]] std::string response_to(const HttpRequest& request);

}  // namespace sockq
