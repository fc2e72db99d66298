#pragma once

#include <microhttpd.h>

#include <memory>
#include <string>

#include "exporters/web/tls_context.h"

namespace sockq {

/// What is kept of a connection, from its begin until libmicrohttpd is about to close it.
struct MhdClient {
  int fd;
  std::string key;                        ///< client_key() of its address
  std::shared_ptr<const TlsContext> tls;  ///< as of its begin; its session uses it

  /// Of a connection that has just begun. Its session, if it has one, is made ready for `tls`; an
  /// exception or false in `ready` where that fails.
  [[nodiscard]] static std::unique_ptr<MhdClient> begin(MHD_Connection* connection,
                                                        std::shared_ptr<const TlsContext> tls,
                                                        bool& ready);
  /// NULL where none could be made.
  [[nodiscard]] static MhdClient* of(MHD_Connection* connection);
};

[[nodiscard]] int connection_fd(MHD_Connection* connection);

}  // namespace sockq
