#include "collectors/diag/unix_diag.h"

#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <string_view>

#include "collectors/diag/attribute.h"

namespace sockq {
namespace {

constexpr auto kListen = static_cast<std::uint8_t>(TcpState::listen);

/// The kernel counts the NUL that ends a path, and does not always ask for one; an abstract name
/// begins with a NUL and may hold more (unix(7)).
UnixName read_name(const Attribute& attribute) {
  const std::string_view bytes(reinterpret_cast<const char*>(attribute.value.data()),
                               attribute.value.size());
  return UnixName(bytes.starts_with('\0') ? bytes : bytes.substr(0, bytes.find('\0')));
}

}  // namespace

DiagRequest unix_listen_request() {
  unix_diag_req request{};
  request.sdiag_family = AF_UNIX;
  request.udiag_states = 1U << kListen;
  request.udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_RQLEN | UDIAG_SHOW_UID;
  return as_request(SOCK_DIAG_BY_FAMILY, request, "unix_diag");
}

UnixMessage decode_unix_listen_socket(std::span<const std::byte> payload,
                                      UnixListenSocket& socket) {
  unix_diag_msg message;
  if (payload.size() < sizeof(message)) return UnixMessage::nonsense;
  std::memcpy(&message, payload.data(), sizeof(message));
  if (message.udiag_family != AF_UNIX) return UnixMessage::nonsense;
  ListenSocket& queue = socket.socket;
  queue.protocol = Protocol::unix_socket;
  queue.cookie = cookie_of(message.udiag_cookie);
  queue.inode = message.udiag_ino;
  bool has_queue = false;
  auto attributes = payload.subspan(std::min(payload.size(), NLMSG_ALIGN(sizeof(message))));
  while (const auto attribute = next_attribute(attributes)) {
    if (attribute->type == UNIX_DIAG_NAME) {
      socket.name = read_name(*attribute);
    } else if (attribute->type == UNIX_DIAG_UID) {
      queue.uid = attribute->at<std::uint32_t>(0).value_or(0);
    } else if (attribute->type == UNIX_DIAG_RQLEN) {
      const auto length = attribute->at<std::uint32_t>(offsetof(unix_diag_rqlen, udiag_rqueue));
      const auto limit = attribute->at<std::uint32_t>(offsetof(unix_diag_rqlen, udiag_wqueue));
      has_queue = length && limit;
      queue.queue_length = length.value_or(0);
      queue.queue_limit = limit.value_or(0);
    }
  }
  if (!has_queue) return UnixMessage::nonsense;
  const bool listens = message.udiag_state == kListen && !socket.name.bytes().empty();
  return listens ? UnixMessage::listener : UnixMessage::other;
}

}  // namespace sockq
