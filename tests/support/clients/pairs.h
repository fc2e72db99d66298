#pragma once

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collectors/base/listen_socket.h"
#include "collectors/base/text.h"

/// For programs that hold both ends of TCP connections; all end with a line where something fails.
namespace sockq {

[[noreturn]] inline void fail(const std::string& what) {
  std::cerr << program_invocation_short_name << ": " << what << "\n";
  std::exit(1);
}

/// The program's one word: the first of its ports.
[[nodiscard]] inline int port_of(int argc, char** argv) {
  const auto port = argc == 2 ? parse_number<std::uint16_t>(argv[1]) : std::nullopt;
  if (!port) fail("usage: PORT");
  return *port;
}

/// `option` is SO_RCVBUF or SO_SNDBUF; the kernel doubles what it is told (socket(7)).
inline void set_buffer(const UniqueFd& fd, int option, int bytes) {
  if (::setsockopt(fd.get(), SOL_SOCKET, option, &bytes, sizeof(bytes)) != 0)
    fail("cannot set a buffer");
}

/// Congestion control that every kernel has, and that sends at once what may be sent.
inline void use_reno(const UniqueFd& fd) {
  constexpr std::string_view kReno = "reno";
  if (::setsockopt(fd.get(), IPPROTO_TCP, TCP_CONGESTION, kReno.data(), kReno.size()) != 0)
    fail("cannot use reno");
}

struct Pair {
  UniqueFd client;
  UniqueFd server;  ///< none where it waits for accept()
};

/// A listener on 127.0.0.1 and clients of it.
class Service {
 public:
  explicit Service(int port)
      : listener_(open_listen_socket(
            parse_socket_address("127.0.0.1:" + std::to_string(port)).value(), 100, false)) {
    if (!listener_.ok()) fail(listener_.error().line());
    use_reno(listener_.value().fd);  // its connections inherit what is set here
  }

  /// One more client; `receive_buffer` is SO_RCVBUF of both ends, 0 for the kernel's own choice.
  [[nodiscard]] UniqueFd connect(int receive_buffer = 0) const {
    const BoundListener& listener = listener_.value();
    UniqueFd client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    use_reno(client);
    if (receive_buffer != 0) {
      set_buffer(client, SO_RCVBUF, receive_buffer);
      set_buffer(listener.fd, SO_RCVBUF, receive_buffer);
    }
    if (::connect(client.get(), listener.address.get(), listener.address.length) != 0)
      fail("cannot connect");
    return client;
  }
  /// The same, and accepted.
  [[nodiscard]] Pair pair(int receive_buffer = 0) const {
    UniqueFd client = connect(receive_buffer);
    UniqueFd server(::accept4(listener_.value().fd.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!server.valid()) fail("cannot accept");
    return {std::move(client), std::move(server)};
  }

 private:
  Result<BoundListener> listener_;
};

/// Writes what fits now; whether anything did.
inline bool fill(const UniqueFd& fd) {
  const std::string bytes(1000, 'x');
  bool wrote = false;
  while (::send(fd.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT) > 0)
    wrote = true;
  return wrote;
}

/// Writes until none has taken a byte for half a second: the windows open and close a few times
/// before, by timers.
inline void fill_for_good(const std::vector<const UniqueFd*>& writers) {
  for (int quiet = 0; quiet < 10; ++quiet) {
    for (const UniqueFd* writer : writers)
      if (fill(*writer)) quiet = 0;
    ::usleep(50'000);
  }
}

}  // namespace sockq
