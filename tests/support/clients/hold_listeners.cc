// hold_listeners: two unix listeners, /run/app.sock with a backlog of 3 and more clients than it
// takes, and the abstract "scene" with a backlog of 9; and one of MPTCP on 127.0.0.1:8083 with a
// backlog of 5 and one client. Says so in one line and keeps them until its input ends.
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <string>

#include "collectors/base/socket_address.h"
#include "tests/support/live_unix_listener.h"

int main() {
  using namespace sockq;
  constexpr int kMptcp = 262;  // IPPROTO_MPTCP, linux/in.h
  LiveUnixListener path("/run/app.sock", 3);
  LiveUnixListener abstract(std::string("\0scene", 6), 9);
  const int connected = path.connect(6);
  const SocketAddress address = parse_socket_address("127.0.0.1:8083").value();
  const UniqueFd mptcp(::socket(AF_INET, SOCK_STREAM, kMptcp));
  const UniqueFd client(::socket(AF_INET, SOCK_STREAM, kMptcp));
  const bool listens = ::bind(mptcp.get(), address.get(), address.length) == 0 &&
                       ::listen(mptcp.get(), 5) == 0 &&
                       ::connect(client.get(), address.get(), address.length) == 0;
  std::printf("unix clients: %d, MPTCP: %s\n", connected, listens ? "yes" : "no");
  std::fflush(stdout);
  char byte = 0;
  while (::read(STDIN_FILENO, &byte, 1) > 0) {
  }
  return listens ? 0 : 1;
}
