#include "agent/server/serve_blocking.h"

#include <poll.h>

#include <chrono>
#include <utility>

#include "agent/server/server_connection.h"
#include "agent/server/work.h"

namespace sockq {
namespace {

using Clock = std::chrono::steady_clock;
using Io = ServerConnection::Io;
using Next = ServerConnection::Next;

/// Discarding what a refused client still sends has an end of its own.
constexpr std::chrono::seconds kLinger{2};

class BlockingService {
 public:
  BlockingService(ServerConnection& connection, const Service& service, Stop& stop)
      : connection_(connection), service_(service), stop_(stop) {}

  void run() {
    while (connection_.next() != Next::end && step()) {
    }
  }

 private:
  bool step() {
    switch (connection_.next()) {
      case Next::receive:
        return pass(Stall::read) && go_on(connection_.receive(), POLLIN);
      case Next::discard:
        return go_on(connection_.receive(), POLLIN);
      case Next::send:
        return pass(Stall::write) && go_on(connection_.send(), POLLOUT);
      case Next::work:
        if (!do_work(service_.options.work_kind, service_.options.work, stop_)) return false;
        if (stop_.asked()) connection_.finish();
        connection_.answer();
        return true;
      case Next::end:
        break;
    }
    return false;
  }

  /// Waits for the end of a stall. A server that hangs for ever ends when it is told to.
  bool pass(Stall what) {
    while (const auto end = service_.stalls.ends(what, Clock::now()))
      if (stop_.wait(-1, 0, *end, true) == Stop::Wake::stop) return false;
    return true;
  }

  bool go_on(Io io, short events) {
    if (io != Io::blocked) return io == Io::moved;
    return stop_.wait(connection_.fd(), events, deadline(), connection_.idle()) ==
           Stop::Wake::ready;
  }

  [[nodiscard]] Clock::time_point deadline() const {
    if (connection_.next() == Next::discard) return Clock::now() + kLinger;
    const auto timeout = service_.options.timeout;
    return timeout.count() > 0 ? Clock::now() + timeout : Clock::time_point::max();
  }

  ServerConnection& connection_;
  const Service& service_;
  Stop& stop_;
};

}  // namespace

void serve_blocking(UniqueFd client, const Service& service, Stop& stop) {
  ServerConnection connection(std::move(client), service.options);
  BlockingService(connection, service, stop).run();
}

}  // namespace sockq
