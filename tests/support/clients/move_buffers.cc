// move_buffers PORT: traffic that is held up, over TCP connections of which it has both ends, until
// standard input ends. Says "ready" when it flows.
//   PORT      20 clients that read 2,000 bytes each 10 ms of all that the server would write
//   PORT + 1  20 clients that open their window once and then receive nothing, as if the network
//             lost it: all that the server's small send buffer takes is on its way
#include <linux/filter.h>
#include <poll.h>

#include "tests/support/clients/pairs.h"

namespace {

using sockq::Pair;
using sockq::Service;
using sockq::UniqueFd;

constexpr int kWindow = 60'000;  ///< SO_RCVBUF, which also bounds a client's window

std::vector<Pair> twenty_pairs(const Service& service) {
  std::vector<Pair> pairs;
  while (pairs.size() < 20) pairs.push_back(service.pair(kWindow));
  return pairs;
}

/// A filter that keeps no byte (socket(7)): the kernel drops each segment before TCP sees it.
void lose_everything(const UniqueFd& fd) {
  sock_filter keep_nothing = BPF_STMT(BPF_RET | BPF_K, 0);
  const sock_fprog program{.len = 1, .filter = &keep_nothing};
  if (::setsockopt(fd.get(), SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program)) != 0)
    sockq::fail("cannot attach a filter");
}

void read_at_most(const UniqueFd& fd, std::size_t count) {
  std::string bytes(count, '\0');
  (void)::recv(fd.get(), bytes.data(), count, MSG_DONTWAIT);
}

/// The server's buffer fills while the window is closed; then the window opens, all is sent, and
/// nothing is acknowledged.
void lose_a_full_buffer(const Pair& pair) {
  sockq::set_buffer(pair.server, SO_SNDBUF, 10'000);
  while (sockq::fill(pair.server)) {
  }
  lose_everything(pair.client);
  read_at_most(pair.client, 10 * kWindow);
}

}  // namespace

int main(int argc, char** argv) {
  const int port = sockq::port_of(argc, argv);
  const Service slow_service(port);
  const Service lossy_service(port + 1);
  const std::vector<Pair> slow = twenty_pairs(slow_service);
  const std::vector<Pair> lost = twenty_pairs(lossy_service);
  for (const Pair& pair : lost) lose_a_full_buffer(pair);
  std::cout << "ready" << std::endl;
  pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
  while (::poll(&input, 1, 10) == 0)
    for (const Pair& pair : slow) {
      sockq::fill(pair.server);
      read_at_most(pair.client, 2000);
    }
  return 0;
}
