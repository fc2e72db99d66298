#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sockq {

/// What every connection of a server is doing, and which one has to go. A client can make itself
/// wait and nobody else: where there is no room, the connection that has waited longest makes it.
/// Pure; one thread at a time. Connections are known by their descriptors.
class ConnectionBook {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  using Duration = std::chrono::steady_clock::duration;

  struct Limits {
    std::size_t connections = 512;
    std::size_t connections_of_a_client = 256;
    std::size_t requests = 40;  ///< admitted and not yet answered to the last byte; 0 is no limit
    Duration request_time = std::chrono::seconds(10);  ///< from the begin to a whole header
    Duration answer_time = std::chrono::seconds(30);   ///< from there to the last byte sent
    Duration reader_patience = std::chrono::seconds(1);
  };

  explicit ConnectionBook(const Limits& limits) : limits_(limits) {}

  /// A new connection of `client`. What is returned must be cut: one of the client's, or of all,
  /// that has waited longest for its request to come, or the new one where there is none such.
  [[nodiscard]] std::optional<int> open(int fd, std::string client, TimePoint now);
  /// A whole header has come.
  void begin_answer(int fd, TimePoint now);
  struct Admission {
    bool admitted = true;
    std::optional<int> cut;  ///< a client that has not taken its answer for longer than patience
  };
  /// May the request be handled now? One client may have three quarters of all places.
  [[nodiscard]] Admission admit(int fd, TimePoint now);
  /// The answer is made, and is to be sent.
  void begin_sending(int fd, TimePoint now);
  /// It is sent, or never will be.
  void end_answer(int fd, TimePoint now);
  void close(int fd);

  /// Those that have had their time, each once; they must be cut.
  [[nodiscard]] std::vector<int> overdue(TimePoint now);

  /// All that there are; they must be cut.
  [[nodiscard]] std::vector<int> cut_all();

  [[nodiscard]] bool empty() const { return connections_.empty(); }

 private:
  enum class Phase : std::uint8_t { waiting, answering, sending, cut };
  struct Connection {
    std::string client;
    Phase phase = Phase::waiting;
    bool admitted = false;
    TimePoint begin;    ///< of waiting, or of the answer
    TimePoint sending;  ///< begin of sending
  };
  using Entry = std::map<int, Connection>::value_type;

  [[nodiscard]] bool is_overdue(const Connection& one, TimePoint now) const;
  [[nodiscard]] std::size_t count(const std::function<bool(const Connection&)>& which) const;
  [[nodiscard]] std::optional<int> cut_oldest(const std::function<bool(const Connection&)>& which);

  const Limits limits_;
  std::map<int, Connection> connections_;
};

}  // namespace sockq
