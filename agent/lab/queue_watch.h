#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "agent/lab/report.h"
#include "agent/sampler.h"

namespace sockq {

/// Watches listeners with the agent's own sampler while something else goes on.
class QueueWatch {
 public:
  using Also = std::function<void(const Snapshot& snapshot, double seconds)>;

  /// Looks 200 times a second, and sweeps the connections 20 times. `also` is called 100 times a
  /// second in the watch's thread, with the time since it began.
  QueueWatch(const Env& env, const std::vector<std::string>& addresses, Also also = {});
  ~QueueWatch();
  QueueWatch(const QueueWatch&) = delete;
  QueueWatch& operator=(const QueueWatch&) = delete;

  /// Ends it. What was seen is in the order of the addresses.
  [[nodiscard]] std::vector<Watched> end();

 private:
  void run();
  void look();

  Sampler sampler_;
  std::vector<Watched> watched_;
  Also also_;
  std::chrono::steady_clock::time_point start_;
  std::atomic<bool> ending_ = false;
  std::thread thread_;
};

/// Bytes that wait to be read by the connections of a listener; nothing where it is not known.
[[nodiscard]] std::optional<std::uint64_t> receive_queue_bytes(const Snapshot& snapshot,
                                                               const std::string& address);

}  // namespace sockq
