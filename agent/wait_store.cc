#include "agent/wait_store.h"

namespace sockq {

void WaitStore::describe(std::vector<Listener>& listeners) const {
  if (!latest_) return;
  for (Listener& listener : listeners) {
    if (listener.protocol == Protocol::unix_socket) continue;
    const bool empty = listener.queue_length == 0;
    listener.oldest_wait = empty ? std::chrono::milliseconds(0) : latest_->age(listener.local);
  }
}

}  // namespace sockq
