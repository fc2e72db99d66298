#include "agent/wait_store.h"

namespace sockq {

void WaitStore::describe(std::vector<Listener>& listeners) const {
  if (!latest_) return;
  for (Listener& listener : listeners)
    listener.oldest_wait =
        listener.queue_length == 0 ? std::chrono::milliseconds(0) : latest_->age(listener.local);
}

}  // namespace sockq
