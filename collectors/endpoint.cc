#include "collectors/endpoint.h"

#include <arpa/inet.h>

namespace sockq {

std::string endpoint_text(const Endpoint& endpoint) {
  char host[INET6_ADDRSTRLEN] = "";
  inet_ntop(endpoint.ipv6 ? AF_INET6 : AF_INET, endpoint.address.data(), host, sizeof(host));
  std::string name = host;
  if (endpoint.interface != 0) name.append("%").append(std::to_string(endpoint.interface));
  if (endpoint.ipv6) name = "[" + name + "]";
  return name + ":" + std::to_string(endpoint.port);
}

}  // namespace sockq
