#include "agent/lab/queue_watch.h"

#include <algorithm>

#include "collectors/collector.h"

namespace sockq {
namespace {

using namespace std::chrono_literals;

Sampler::Options watch_options() {
  Sampler::Options options;
  options.collectors = every_collector();
  std::erase_if(options.collectors, [](const Collector* collector) {
    return collector->name != "listeners" && collector->name != "netstat" &&
           collector->name != "waits" && collector->name != "connections";
  });
  options.fast_interval = options.burst_interval = 5ms;
  options.slow_interval = options.wait_interval = 50ms;
  options.listeners.peak_window = 1h;
  options.sweeps = {.interval = 50ms, .max_cpu = 0.1};
  return options;
}

const Listener* find_listener(const Snapshot& snapshot, const std::string& address) {
  const auto& listeners = snapshot.namespaces.front().listeners;
  if (!listeners) return nullptr;
  const auto found = std::ranges::find(*listeners, address, &Listener::address);
  return found == listeners->end() ? nullptr : &*found;
}

void take_in(const Listener& listener, double seconds, Watched& watched) {
  watched.points.push_back({seconds, listener.queue_length, listener.queue_limit});
  watched.limit = std::max(watched.limit, listener.queue_limit);
  watched.drops = listener.drops.value_or(watched.drops);
  if (listener.history) {
    watched.peak = listener.history->peak;
    watched.overflows = listener.history->overflows;
    watched.full_time = listener.history->full_time;
  }
  if (listener.oldest_wait)
    watched.oldest_wait =
        std::max<std::chrono::nanoseconds>(watched.oldest_wait, *listener.oldest_wait);
}

}  // namespace

QueueWatch::QueueWatch(const Env& env, const std::vector<std::string>& addresses, Also also)
    : sampler_(env, watch_options()), also_(std::move(also)) {
  for (const std::string& address : addresses) watched_.emplace_back().address = address;
  static_cast<void>(sampler_.look_once());
  sampler_.start();
  start_ = std::chrono::steady_clock::now();
  thread_ = std::thread([this] { run(); });
}

QueueWatch::~QueueWatch() {
  ending_ = true;
  if (thread_.joinable()) thread_.join();
}

void QueueWatch::run() {
  while (!ending_) {
    look();
    std::this_thread::sleep_for(10ms);
  }
  std::this_thread::sleep_for(50ms);  // for the sampler's next look
  look();
}

void QueueWatch::look() {
  const std::chrono::duration<double> since = std::chrono::steady_clock::now() - start_;
  const Snapshot snapshot = sampler_.snapshot();
  for (Watched& watched : watched_)
    if (const Listener* listener = find_listener(snapshot, watched.address))
      take_in(*listener, since.count(), watched);
  if (also_) also_(snapshot, since.count());
}

std::vector<Watched> QueueWatch::end() {
  ending_ = true;
  thread_.join();
  return std::move(watched_);
}

std::optional<std::uint64_t> receive_queue_bytes(const Snapshot& snapshot,
                                                 const std::string& address) {
  const Listener* const listener = find_listener(snapshot, address);
  if (listener == nullptr || !listener->connections) return std::nullopt;
  return listener->connections->receive_queue;
}

}  // namespace sockq
