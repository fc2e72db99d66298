#pragma once

#include <chrono>
#include <string_view>

#include "agent/server/load/answer_reader.h"
#include "agent/server/multiplexer.h"
#include "collectors/base/socket_address.h"
#include "collectors/base/unique_fd.h"

namespace sockq {

/// How one request of a load ended.
enum class LoadOutcome {
  answered,
  refused,  ///< nobody listens; of a unix socket, its queue is full
  reset,    ///< the connection ended before the whole answer
  timed_out,
  failed,  ///< the answer made no sense, or this host could not even ask
};

/// One client of a load, over a non-blocking socket: connects, then sends a request and reads its
/// answer, and perhaps again.
class LoadConnection {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  enum class Phase { connecting, sending, receiving, idle, over };

  /// Starts to connect. See outcome() where it is over at once.
  LoadConnection(const SocketAddress& target, Framing framing);

  /// Begins a request that was due at `intended`. `text` is borrowed until it is sent.
  void begin(std::string_view text, TimePoint intended);
  /// Goes on where the socket lets it, with at most `most` bytes of the answer; `now` is the time.
  void advance(TimePoint now, std::size_t most);
  void end(LoadOutcome outcome);

  [[nodiscard]] int fd() const { return socket_.get(); }
  [[nodiscard]] Phase phase() const { return phase_; }
  [[nodiscard]] Interest interest() const;
  /// Of the latest request: once it is idle again, or over.
  [[nodiscard]] LoadOutcome outcome() const { return outcome_; }
  [[nodiscard]] int status() const { return status_; }
  [[nodiscard]] bool last() const { return reader_.last(); }
  /// Its SYN went out more than once (tcpi_total_retrans, tcp(7)). Ask while it lives.
  [[nodiscard]] bool syn_retried() const { return syn_retried_; }
  /// Another look at that, for one that is still connecting.
  void look_for_retries();

  [[nodiscard]] TimePoint intended() const { return intended_; }
  [[nodiscard]] TimePoint first_byte() const { return first_byte_; }
  /// When it was connected; at 0, it never was.
  [[nodiscard]] TimePoint connected() const { return connected_; }
  [[nodiscard]] std::uint64_t received() const { return received_; }

 private:
  void end_connecting(TimePoint now);
  void send();
  void receive(TimePoint now, std::size_t most);
  void end_answer();

  UniqueFd socket_;
  Framing framing_;
  Phase phase_ = Phase::connecting;
  LoadOutcome outcome_ = LoadOutcome::failed;
  AnswerReader reader_;
  std::string_view unsent_;
  int status_ = 200;
  bool syn_retried_ = false;
  std::uint64_t received_ = 0;  ///< of the latest answer
  TimePoint intended_{};
  TimePoint connected_{};
  TimePoint first_byte_{};
};

}  // namespace sockq
