#include "agent/server/embedded.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <memory>
#include <utility>

#include "agent/server/embedded_child.h"
#include "agent/server/server.h"
#include "agent/server/wait.h"

namespace sockq {
namespace {

using namespace std::chrono_literals;

/// A backlog and work that the load of the child overflows a little.
Result<std::unique_ptr<Server>> open_slow_server() {
  const Result<SocketAddress> loopback = parse_socket_address("127.0.0.1:0");
  if (!loopback.ok()) return loopback.error();
  return Server::open({.listen = {loopback.value()}, .backlog = 8, .work = 10ms, .drain = 0ms});
}

Error cannot_start(const char* what) { return {errno, what, "reference server", ""}; }

}  // namespace

Result<EmbeddedServer> EmbeddedServer::start() {
  const Result<std::unique_ptr<Server>> server = open_slow_server();
  if (!server.ok()) return server.error();
  std::array<int, 2> ends;
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return cannot_start("cannot make a pipe");
  const UniqueFd read_end(ends[0]);
  UniqueFd write_end(ends[1]);

  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) return cannot_start("cannot fork");
  if (child == 0) run_embedded_child(*server.value(), read_end.get(), parent);
  return EmbeddedServer(server.value()->addresses().front(), std::move(write_end), child);
}

EmbeddedServer::EmbeddedServer(SocketAddress address, UniqueFd stop, pid_t pid)
    : address_(address), stop_(std::move(stop)), pid_(pid) {}

EmbeddedServer::EmbeddedServer(EmbeddedServer&& other) noexcept
    : address_(other.address_), stop_(std::move(other.stop_)), pid_(std::exchange(other.pid_, 0)) {}

EmbeddedServer::~EmbeddedServer() {
  if (pid_ == 0) return;
  stop_.reset();
  const UniqueFd process = watch_process(pid_);
  if (!readable_within(process.get(), 1s)) ::kill(pid_, SIGKILL);
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace sockq
