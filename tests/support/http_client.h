#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collectors/base/socket_address.h"
#include "collectors/base/unique_fd.h"

namespace sockq {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpReply {
  unsigned status = 0;                         ///< 0 where no reply came
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;                            ///< as sent, up to the end of the stream

  /// The value of a header named in lower case, or "".
  [[nodiscard]] std::string header(const std::string& name) const;
};

/// One request on a connection of its own.
[[nodiscard]] HttpReply http_get(const SocketAddress& server, std::string_view path,
                                 const HttpHeaders& headers = {}, std::string_view method = "GET");

/// A connected socket, invalid where there is none. Reads give up after 10 s of silence, so that a
/// test fails instead of hanging.
[[nodiscard]] UniqueFd connect_to(const SocketAddress& server);

/// False where the peer closed before it took everything.
bool send_bytes(int fd, std::string_view bytes);

/// Everything up to the end of the stream, a reset or 10 s of silence.
[[nodiscard]] std::string receive_all(int fd);

/// What the server says to `bytes`, sent as they are, until it closes.
[[nodiscard]] std::string exchange_bytes(const SocketAddress& server, std::string_view bytes);

/// Takes the first reply of a stream apart; status 0 where it is none.
[[nodiscard]] HttpReply parse_reply(std::string_view bytes);

}  // namespace sockq
