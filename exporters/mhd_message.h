#pragma once

#include <microhttpd.h>

#include <string>

#include "exporters/http_message.h"

namespace sockq {

/// What stands between libmicrohttpd's messages and sockq's. These are called on the daemon's
/// threads and throw std::bad_alloc only.

[[nodiscard]] HttpRequest read_request(MHD_Connection* connection, const char* method,
                                       const char* path);

/// A request header, or "" where it is absent.
[[nodiscard]] std::string read_header(MHD_Connection* connection, const char* name);

/// MHD_NO, which closes the connection, where the library refuses the response.
[[nodiscard]] MHD_Result send_response(MHD_Connection* connection, HttpResponse response);

}  // namespace sockq
