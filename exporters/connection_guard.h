#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "exporters/connection_book.h"

namespace sockq {

/// Keeps the book of a server's connections and cuts those that have to go, on a thread of its own
/// where their time is up. To cut is to shut a socket down (shutdown(2)), so that its owner, who
/// alone closes it, sees its end. For any thread; tell it of a connection's close before the close.
class ConnectionGuard {
 public:
  explicit ConnectionGuard(const ConnectionBook::Limits& limits);
  ~ConnectionGuard();
  ConnectionGuard(const ConnectionGuard&) = delete;
  ConnectionGuard& operator=(const ConnectionGuard&) = delete;

  /// Ask before each open(), which must follow where it says yes.
  [[nodiscard]] bool may_arrive();
  void open(int fd, std::string client);
  void begin_answer(int fd);
  [[nodiscard]] bool admit(int fd);
  void begin_sending(int fd);
  void end_answer(int fd);
  void close(int fd);
  /// Lets none arrive from now on and cuts all; returns when all are closed, or after `patience`.
  void drain(std::chrono::milliseconds patience);

 private:
  void run();

  std::mutex mutex_;  // guards all but the thread
  std::condition_variable wake_;
  ConnectionBook book_;
  bool stopping_ = false;
  bool draining_ = false;
  unsigned arriving_ = 0;
  std::condition_variable drained_;
  std::thread thread_;
};

/// Ends a connection now; what was not yet sent is thrown away when it is closed.
void cut_connection(int fd);

}  // namespace sockq
