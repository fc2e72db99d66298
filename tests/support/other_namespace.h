#pragma once

#include <sched.h>

#include <fstream>
#include <memory>
#include <thread>
#include <vector>

#include "collectors/netns/open_namespace.h"
#include "tests/support/live_listener.h"
#include "tests/support/loopback_up.h"

namespace sockq {

/// A new network namespace, made by a thread that ends, with some listeners of the same backlog and
/// a somaxconn of its own.
struct OtherNamespace {
  OpenNamespace open;
  std::vector<std::unique_ptr<LiveListener>> listeners;

  OtherNamespace(int count, int backlog, int somaxconn) {
    std::thread([&] {
      if (::unshare(CLONE_NEWNET) != 0 || !bring_loopback_up()) return;
      std::ofstream("/proc/sys/net/core/somaxconn") << somaxconn;
      open = open_namespace("/proc/thread-self/ns/net").value();
      for (int number = 0; number < count; ++number)
        listeners.push_back(std::make_unique<LiveListener>(backlog));
    }).join();
  }
};

}  // namespace sockq
