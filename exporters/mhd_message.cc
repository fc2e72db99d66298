#include "exporters/mhd_message.h"

#include <memory>
#include <new>

namespace sockq {
namespace {

std::string to_string(const char* text, std::size_t size) {
  return text == nullptr ? std::string() : std::string(text, size);
}

MHD_Result append_argument(void* query, MHD_ValueKind, const char* key, std::size_t key_size,
                           const char* value, std::size_t value_size) noexcept {
  try {
    static_cast<decltype(HttpRequest::query)*>(query)->emplace_back(to_string(key, key_size),
                                                                    to_string(value, value_size));
    return MHD_YES;
  } catch (...) {
    return MHD_NO;
  }
}

bool add_header(MHD_Response* response, const std::string& name, const std::string& value) {
  return MHD_add_response_header(response, name.c_str(), value.c_str()) == MHD_YES;
}

}  // namespace

HttpRequest read_request(MHD_Connection* connection, const char* method, const char* path) {
  HttpRequest request{method, path, {}};
  const int arguments = MHD_get_connection_values_n(connection, MHD_GET_ARGUMENT_KIND,
                                                    &append_argument, &request.query);
  if (static_cast<std::size_t>(arguments) != request.query.size()) throw std::bad_alloc();
  return request;
}

std::string read_header(MHD_Connection* connection, const char* name) {
  const char* value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
  return value == nullptr ? "" : value;
}

MHD_Result send_response(MHD_Connection* connection, HttpResponse response) {
  const std::unique_ptr<MHD_Response, decltype(&MHD_destroy_response)> reply(
      MHD_create_response_from_buffer(response.body.size(), response.body.data(),
                                      MHD_RESPMEM_MUST_COPY),
      &MHD_destroy_response);
  if (!reply) return MHD_NO;
  if (!add_header(reply.get(), "Content-Type", response.content_type)) return MHD_NO;
  for (const auto& [name, value] : response.headers)
    if (!add_header(reply.get(), name, value)) return MHD_NO;
  return MHD_queue_response(connection, response.status, reply.get());
}

}  // namespace sockq
