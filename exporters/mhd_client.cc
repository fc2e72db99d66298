#include "exporters/mhd_client.h"

#include <utility>

#include "exporters/client_address.h"

namespace sockq {

int connection_fd(MHD_Connection* connection) {
  return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
}

std::unique_ptr<MhdClient> MhdClient::begin(MHD_Connection* connection,
                                            std::shared_ptr<const TlsContext> tls, bool& ready) {
  const auto* address = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  auto client = std::make_unique<MhdClient>(
      MhdClient{connection_fd(connection), client_key(address->client_addr), std::move(tls)});
  if (!client->tls) return client;
  const auto* session = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
  ready = client->tls->apply(static_cast<gnutls_session_t>(session->tls_session));
  return client;
}

MhdClient* MhdClient::of(MHD_Connection* connection) {
  const auto* info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return static_cast<MhdClient*>(info->socket_context);
}

}  // namespace sockq
