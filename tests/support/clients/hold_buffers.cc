// hold_buffers PORT: holds both ends of 2,000 TCP connections with different bytes in their
// buffers, at four listeners, until standard input ends. Says "ready" when all bytes are there.
//   PORT      1700 connections; of number i the server has not read 1 + 8 i bytes, and each 100th
//             client has ended its stream
//   PORT + 1   200 clients that do not read, before a server that writes as much as it can
//   PORT + 2    90 clients that write as much as they can to a server that does not read
//   PORT + 3    10 that wait for accept(), with 6,000 to 60,000 bytes sent
#include <sys/resource.h>

#include "tests/support/clients/pairs.h"

namespace {

using sockq::Pair;
using sockq::Service;
using sockq::UniqueFd;

void allow_many_descriptors() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  if (limit.rlim_max < 4096 || ::setrlimit(RLIMIT_NOFILE, &limit) != 0)
    sockq::fail("needs 4,096 descriptors; raise ulimit -Hn");
}

void send_all(const UniqueFd& fd, std::size_t count) {
  const std::string bytes(count, 'x');
  if (::send(fd.get(), bytes.data(), count, MSG_NOSIGNAL) != static_cast<ssize_t>(count))
    sockq::fail("cannot send " + std::to_string(count) + " bytes");
}

}  // namespace

int main(int argc, char** argv) {
  const int port = sockq::port_of(argc, argv);
  allow_many_descriptors();
  const Service unread(port);
  const Service unsent(port + 1);
  const Service full(port + 2);
  const Service waiting(port + 3);
  std::vector<Pair> pairs;
  pairs.reserve(2000);
  std::vector<const UniqueFd*> writers;

  for (int index = 0; index < 1700; ++index) {
    const Pair& pair = pairs.emplace_back(unread.pair(16'000 * (1 + index % 6)));
    send_all(pair.client, 1 + 8 * static_cast<std::size_t>(index));
    if (index % 100 == 0) ::shutdown(pair.client.get(), SHUT_WR);
  }
  for (int index = 0; index < 200; ++index) {
    const Pair& pair = pairs.emplace_back(unsent.pair(4000 + 100 * index));
    sockq::set_buffer(pair.server, SO_SNDBUF, 10'000 + 150 * index);
    writers.push_back(&pair.server);
  }
  for (int index = 0; index < 90; ++index) {
    const Pair& pair = pairs.emplace_back(full.pair(4000 + 250 * index));
    sockq::set_buffer(pair.client, SO_SNDBUF, 10'000 + 300 * index);
    writers.push_back(&pair.client);
  }
  for (std::size_t number = 1; number <= 10; ++number) {
    const Pair& pair = pairs.emplace_back(Pair{waiting.connect(), UniqueFd()});
    send_all(pair.client, 6000 * number);
  }
  sockq::fill_for_good(writers);
  std::cout << "ready" << std::endl;
  char ignored = 0;
  while (::read(STDIN_FILENO, &ignored, 1) > 0) {
  }
  return 0;
}
