#pragma once

#include <string_view>

#include "exporters/http_message.h"

namespace sockq {

/// The response to `request`: the handler's for GET and HEAD, packed where the client's
/// `accept_encoding` allows and it pays; 405 for any other method (RFC 9110, 15.5.6); 500 with the
/// reason where the handler throws. HEAD is answered like GET: leave out the body when sending.
[[nodiscard]] HttpResponse answer(const HttpHandler& handler, const HttpRequest& request,
                                  std::string_view accept_encoding);

/// One line of plain text.
[[nodiscard]] HttpResponse text_response(unsigned status, std::string_view line);

}  // namespace sockq
