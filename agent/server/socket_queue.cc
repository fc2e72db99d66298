#include "agent/server/socket_queue.h"

#include <sys/eventfd.h>

#include <utility>

namespace sockq {

bool SocketQueue::has_room() {
  const std::lock_guard lock(mutex_);
  return clients_.size() < room_;
}

void SocketQueue::put(UniqueFd client) {
  const std::lock_guard lock(mutex_);
  clients_.push_back(std::move(client));
  changed_.notify_one();
}

std::optional<UniqueFd> SocketQueue::take() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return closed_ || !clients_.empty(); });
  if (clients_.empty()) return std::nullopt;
  UniqueFd client = std::move(clients_.front());
  clients_.pop_front();
  ::eventfd_write(wake_, 1);
  return client;
}

void SocketQueue::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

}  // namespace sockq
