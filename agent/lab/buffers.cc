#include <fmt/format.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "agent/lab/lab_server.h"
#include "agent/lab/queue_watch.h"
#include "agent/lab/scenario.h"
#include "agent/server/wait.h"

namespace sockq {
namespace {

using namespace std::chrono_literals;

/// Written and not yet acknowledged (SIOCOUTQ, tcp(7)).
std::uint64_t unsent(int fd) {
  int bytes = 0;
  ::ioctl(fd, SIOCOUTQ, &bytes);
  return static_cast<std::uint64_t>(bytes);
}

/// Writes 1 KiB every 5 ms until the socket has taken none for 500 ms; the bytes it took.
std::uint64_t write_until_blocked(int fd, int stop_fd) {
  const std::string bytes(1024, 'x');
  std::uint64_t written = 0;
  auto last = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - last < 500ms) {
    const ssize_t size = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (size < 0 && errno != EAGAIN && errno != EINTR) break;
    if (size > 0) {
      written += static_cast<std::uint64_t>(size);
      last = std::chrono::steady_clock::now();
    }
    if (readable_within(stop_fd, 5ms)) break;
  }
  return written;
}

double value_when(const Series& series, const Series& other, double above) {
  for (std::size_t i = 0; i < std::min(series.points.size(), other.points.size()); ++i)
    if (other.points[i].second > above) return series.points[i].second;
  return series.points.empty() ? 0 : series.points.back().second;
}

double most(const Series& series) {
  double result = 0;
  for (const auto& [seconds, value] : series.points) result = std::max(result, value);
  return result;
}

}  // namespace

Result<LabReport> run_buffers(const Lab& lab) {
  Result<LabServer> server = LabServer::start({"--stall", "read"});
  if (!server.ok()) return server.error();
  const SocketAddress target = server.value().address();
  const UniqueFd client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int small = 65536;  // so that it fills within seconds
  ::setsockopt(client.get(), SOL_SOCKET, SO_SNDBUF, &small, sizeof(small));
  if (::connect(client.get(), target.get(), target.length) != 0)
    return Error{errno, "cannot connect", target.text(), ""};

  Series receive_queue{.name = "server's receive queue"};
  Series send_queue{.name = "client's send queue"};
  QueueWatch watch(lab.env, {target.text()}, [&](const Snapshot& snapshot, double seconds) {
    const auto bytes = receive_queue_bytes(snapshot, target.text());
    if (!bytes) return;
    receive_queue.points.emplace_back(seconds, static_cast<double>(*bytes));
    send_queue.points.emplace_back(seconds, static_cast<double>(unsent(client.get())));
  });
  const std::uint64_t written = write_until_blocked(client.get(), lab.stop_fd);
  LabRun run{.name = "a server that does not read"};
  run.watched = watch.end();
  run.processor_time = server.value().end();

  // A delayed ACK (40 ms) leaves some 8 KiB in the send queue at any time.
  const double filled = value_when(receive_queue, send_queue, 32768);
  run.figures = {{"written_bytes", static_cast<double>(written)},
                 {"receive_queue_bytes", most(receive_queue)},
                 {"receive_queue_bytes_when_send_queue_began", filled},
                 {"send_queue_bytes", most(send_queue)}};
  LabReport report{.scenario = "buffers",
                   .question = "a client writes to a server that accepts and does not read"};
  report.findings = {
      fmt::format("first the server's receive queue fills: {:.0f} bytes when the client's send "
                  "queue begins to grow",
                  filled),
      fmt::format("then the client's send queue: up to {:.0f} bytes", most(send_queue)),
      fmt::format("then write() blocks: it took {} bytes, which are the two queues of {:.0f} bytes",
                  written, most(receive_queue) + most(send_queue))};
  run.series = {std::move(receive_queue), std::move(send_queue)};
  report.runs.push_back(std::move(run));
  return report;
}

}  // namespace sockq
