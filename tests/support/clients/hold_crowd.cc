// hold_crowd SOCKETS: opens that many TCP sockets in pairs, both ends of connections over loopback,
// and holds them until standard input ends. One pair in ten has unread bytes, one in fifty unsent
// ones too. Several processes hold them, each as many as it may have descriptors and each behind a
// listener of its own, at 127.0.0.1:10000 and on. Prints "ready" when all are open.
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "collectors/base/listen_socket.h"
#include "collectors/base/text.h"

namespace {

constexpr int kFirstPort = 10000;
constexpr int kReceiveBuffer = 4096;  // so that few bytes fill it
constexpr std::array<char, 40'000> kBytes{};
constexpr std::size_t kUnread = 1000;
/// Descriptors that are no sockets of the crowd.
constexpr int kSpare = 32;

int fail(const std::string& what) {
  std::cerr << "hold_crowd: " << what << "\n";
  return 1;
}

/// How many pairs one process may have.
int most_pairs() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  constexpr rlim_t kPortsForOneListener = 10'000;
  return static_cast<int>(std::min((limit.rlim_cur - kSpare) / 2, kPortsForOneListener));
}

bool open_pairs(int part, int pairs, std::vector<sockq::UniqueFd>& sockets) {
  const std::string name = "127.0.0.1:" + std::to_string(kFirstPort + part);
  auto listener = sockq::open_listen_socket(sockq::parse_socket_address(name).value(), 16, false);
  if (!listener.ok()) return false;
  auto [listening, address] = std::move(listener).value();
  ::setsockopt(listening.get(), SOL_SOCKET, SO_RCVBUF, &kReceiveBuffer, sizeof(kReceiveBuffer));
  for (int index = 0; index < pairs; ++index) {
    const auto& client = sockets.emplace_back(::socket(address.family(), SOCK_STREAM, 0));
    if (::connect(client.get(), address.get(), address.length) != 0) return false;
    const std::size_t bytes = index % 50 == 0 ? kBytes.size() : index % 10 == 0 ? kUnread : 0;
    if (bytes > 0 && ::send(client.get(), kBytes.data(), bytes, MSG_DONTWAIT) < 0) return false;
    while (!sockets.emplace_back(::accept(listening.get(), nullptr, nullptr)).valid()) {
      if (errno != EAGAIN) return false;
      sockets.pop_back();
    }
  }
  sockets.push_back(std::move(listening));
  return true;
}

void await_end_of_input() {
  char ignored = 0;
  while (::read(STDIN_FILENO, &ignored, 1) > 0) {
  }
}

/// One process of the crowd; says with one byte to `report` whether its sockets are open.
int hold(int part, int pairs, int report) {
  std::vector<sockq::UniqueFd> sockets;
  sockets.reserve(2 * static_cast<std::size_t>(pairs) + 1);
  const char open = open_pairs(part, pairs, sockets) ? 1 : 0;
  if (::write(report, &open, 1) != 1 || open == 0) return 1;
  await_end_of_input();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const auto count = argc == 2 ? sockq::parse_number<int>(argv[1]) : std::nullopt;
  if (!count || *count < 2) return fail("usage: hold_crowd SOCKETS");
  std::array<int, 2> report{};
  if (::pipe(report.data()) != 0) return fail("no pipe");
  const int most = most_pairs();
  int parts = 0;
  for (int left = *count / 2; left > 0; left -= most, ++parts)
    if (::fork() == 0) ::_exit(hold(parts, std::min(left, most), report[1]));
  for (int part = 0; part < parts; ++part) {
    char open = 0;
    if (::read(report[0], &open, 1) != 1 || open == 0) return fail("cannot open all sockets");
  }
  std::cout << "ready" << std::endl;
  while (::wait(nullptr) > 0) {
  }
  return 0;
}
