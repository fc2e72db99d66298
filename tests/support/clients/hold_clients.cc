// hold_clients ADDRESS COUNT [BYTES]: opens COUNT TCP connections at once and holds them, whatever
// becomes of each, until standard input ends. With BYTES, each that connects sends that many.
// Prints "started" when all have sent their first SYN.
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <iostream>
#include <string>
#include <vector>

#include "collectors/base/socket_address.h"
#include "collectors/base/text.h"
#include "collectors/base/unique_fd.h"

namespace {

int fail(const std::string& what) {
  std::cerr << "hold_clients: " << what << "\n";
  return 1;
}

void send_bytes(const std::vector<sockq::UniqueFd>& clients, std::size_t count) {
  const std::string bytes(count, 'x');
  for (const sockq::UniqueFd& client : clients)
    if (::send(client.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
      continue;  // not connected, which a full queue makes so
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return fail("usage: hold_clients ADDRESS COUNT [BYTES]");
  const auto address = sockq::parse_socket_address(argv[1]);
  const auto count = sockq::parse_number<int>(argv[2]);
  if (!address.ok() || !count) return fail("usage: hold_clients ADDRESS COUNT [BYTES]");

  std::vector<sockq::UniqueFd> clients;
  for (int index = 0; index < *count; ++index) {
    sockq::UniqueFd client(
        ::socket(address.value().family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!client.valid()) return fail("no more sockets");
    if (::connect(client.get(), address.value().get(), address.value().length) != 0 &&
        errno != EINPROGRESS)
      return fail("cannot connect");
    clients.push_back(std::move(client));
  }
  if (argc > 3) send_bytes(clients, sockq::parse_number<std::size_t>(argv[3]).value_or(0));
  std::cout << "started" << std::endl;
  char ignored = 0;
  while (::read(STDIN_FILENO, &ignored, 1) > 0) {
  }
  return 0;
}
