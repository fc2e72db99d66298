#include "collectors/parse_endpoint.h"

#include <arpa/inet.h>

#include <functional>
#include <string>

#include "collectors/base/text.h"

namespace sockq {
namespace {

/// An index, or a name: then a number made from it takes the place of the index, which nobody told.
Device parse_device(std::string_view text) {
  if (const auto index = parse_number<std::uint32_t>(text)) return {*index, {}};
  const DeviceName name(text);
  if (name.empty()) return {};
  return {static_cast<std::uint32_t>(std::hash<std::string_view>{}(text)) | 1U, name};
}

}  // namespace

std::optional<Endpoint> parse_endpoint(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  Endpoint endpoint;
  const auto port = parse_number<std::uint16_t>(text.substr(colon + 1));
  std::string_view host = text.substr(0, colon);
  endpoint.ipv6 = host.size() > 2 && host.starts_with('[') && host.ends_with(']');
  if (endpoint.ipv6) host = host.substr(1, host.size() - 2);
  if (const std::size_t percent = host.find('%'); percent != std::string_view::npos) {
    endpoint.device = parse_device(host.substr(percent + 1));
    if (endpoint.device.index == 0) return std::nullopt;
    host = host.substr(0, percent);
  }
  const int family = endpoint.ipv6 ? AF_INET6 : AF_INET;
  if (!port || ::inet_pton(family, std::string(host).c_str(), endpoint.address.data()) != 1)
    return std::nullopt;
  endpoint.port = *port;
  return endpoint;
}

}  // namespace sockq
