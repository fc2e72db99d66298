#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "agent/commands.h"
#include "agent/descriptor_limit.h"
#include "agent/load_text.h"
#include "agent/stop_signal.h"

namespace sockq {
namespace {

/// On a terminal, a line that is written over; otherwise nothing.
LoadProgress progress_bar(const LoadOptions& load) {
  if (::isatty(STDERR_FILENO) != 1) return {};
  return [&load](const LoadResult& so_far) {
    const std::chrono::duration<double> whole = load.schedule.duration;
    const double of_time = whole.count() > 0 ? so_far.elapsed / whole : 0;
    const double of_requests =
        load.requests > 0 ? static_cast<double>(so_far.due) / static_cast<double>(load.requests)
                          : 0;
    std::cerr << "\r\033[K" << load_progress_line(so_far, std::max(of_time, of_requests))
              << std::flush;
  };
}

}  // namespace

int run(const LoadCommandOptions& options) {
  const Result<SocketAddress> target = parse_stream_address(options.target);
  if (!target.ok()) return fail(target.error(), kExitUsage);
  if (!target.value().is_loopback() && !options.allow_remote)
    return fail({0, "not on this host", options.target, "say --allow-remote if it may be loaded"},
                kExitUsage);
  const Result<StopSignal> stop = StopSignal::block();
  if (!stop.ok()) return fail(stop.error(), kExitFailed);
  raise_descriptor_limit();
  LoadOptions load = options.load;
  load.target = target.value();
  const LoadProgress progress = progress_bar(load);
  const Result<LoadResult> result = run_load(load, stop.value().fd(), progress);
  if (progress) std::cerr << "\r\033[K";
  if (!result.ok()) return fail(result.error(), kExitFailed);
  std::cout << (options.json ? load_json(result.value()) : load_table(result.value()));
  return result.value().answered > 0 ? kExitFine : kExitFailed;
}

}  // namespace sockq
