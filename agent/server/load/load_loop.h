#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "agent/server/load/load.h"
#include "agent/server/load/load_connection.h"
#include "agent/server/multiplexer.h"

namespace sockq {

/// One run of a load. One thread.
class LoadLoop {
 public:
  LoadLoop(const LoadOptions& options, int stop_fd, const LoadProgress& progress);

  [[nodiscard]] Result<LoadResult> run();

 private:
  using TimePoint = std::chrono::steady_clock::time_point;
  struct Client {
    LoadConnection connection;
    Interest watched = Interest::write;
  };
  using Clients = std::unordered_map<int, Client>;

  /// When a request's time is over, in the order they were due. Connections that have gone on to
  /// another request since are passed over.
  struct Deadline {
    TimePoint intended;
    int fd;
  };

  void make_due();
  void make_due_open();
  void make_due_closed();
  [[nodiscard]] bool finished() const;
  void begin_waiting();
  bool begin(TimePoint intended);
  void time_out();
  Result<Unit> wait();
  [[nodiscard]] std::chrono::nanoseconds wait_limit() const;
  void advance(Clients::iterator place);
  [[nodiscard]] std::size_t allowance(const LoadConnection& connection) const;
  void want(Clients::iterator place, Interest interest);
  void resume_slow_readers();
  void note_end(const LoadConnection& connection);
  void settle(Clients::iterator place);
  [[nodiscard]] std::optional<TimePoint> next_due() const;

  const LoadOptions& options_;
  int stop_fd_;
  const LoadProgress& progress_;
  std::string request_;
  std::unique_ptr<Multiplexer> multiplexer_;
  Schedule schedule_;
  TimePoint start_;
  TimePoint now_;
  TimePoint next_progress_;
  bool stopped_ = false;
  LoadResult result_;
  std::deque<TimePoint> waiting_;  ///< requests that are due and have no connection yet
  std::deque<TimePoint> retries_;  ///< of a closed loop: when a client that failed asks again
  std::size_t begun_ = 0;          ///< of a closed loop: clients that have begun
  Clients clients_;                ///< by descriptor
  std::vector<int> idle_;          ///< those that can be used again
  std::vector<int> resting_;       ///< slow readers
  std::deque<Deadline> deadlines_;
  std::vector<int> ready_;
};

}  // namespace sockq
