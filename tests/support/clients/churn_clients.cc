// churn_clients ADDRESS COUNT AT_ONCE: opens and closes COUNT TCP connections to an HTTP server,
// that many at a time. Each asks, reads the beginning of the answer and resets its connection, so
// that no port is left in TIME_WAIT. Prints "done" after the last.
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <string_view>
#include <vector>

#include "collectors/base/socket_address.h"
#include "collectors/base/text.h"
#include "collectors/base/unique_fd.h"

namespace {

constexpr std::string_view kRequest = "GET / HTTP/1.1\r\nHost: churn\r\n\r\n";

int fail(const char* what) {
  std::cerr << "churn_clients: " << what << "\n";
  return 1;
}

/// A connected socket whose close is a reset, and which gives up after 20 s of silence.
sockq::UniqueFd open_client(const sockq::SocketAddress& address) {
  sockq::UniqueFd client(::socket(address.family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
  const linger reset{.l_onoff = 1, .l_linger = 0};
  const timeval limit{.tv_sec = 20, .tv_usec = 0};
  ::setsockopt(client.get(), SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
  ::setsockopt(client.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  if (::connect(client.get(), address.get(), address.length) != 0) client.reset();
  return client;
}

/// Opens that many, lets all ask, awaits each one's answer and closes them.
bool one_round(const sockq::SocketAddress& address, int count) {
  std::vector<sockq::UniqueFd> clients;
  for (int index = 0; index < count; ++index) {
    const auto& client = clients.emplace_back(open_client(address));
    if (::send(client.get(), kRequest.data(), kRequest.size(), MSG_NOSIGNAL) < 0) return false;
  }
  std::array<char, 16> answer;
  return std::ranges::all_of(clients, [&](const sockq::UniqueFd& client) {
    return ::recv(client.get(), answer.data(), answer.size(), 0) > 0;
  });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return fail("usage: churn_clients ADDRESS COUNT AT_ONCE");
  const auto address = sockq::parse_socket_address(argv[1]);
  const auto count = sockq::parse_number<int>(argv[2]);
  const auto at_once = sockq::parse_number<int>(argv[3]);
  if (!address.ok() || !count || !at_once || *at_once < 1)
    return fail("usage: churn_clients ADDRESS COUNT AT_ONCE");
  for (int left = *count; left > 0; left -= *at_once)
    if (!one_round(address.value(), std::min(left, *at_once))) return fail("a connection failed");
  std::cout << "done" << std::endl;
  return 0;
}
