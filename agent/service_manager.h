#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "collectors/base/listen_socket.h"
#include "collectors/base/result.h"

namespace sockq {

/// What sockq and the service manager, systemd, tell each other. Without one nobody is told.

/// The sockets it opened for sockq (sd_listen_fds(3)), no longer inherited by children. An Error
/// where it passed none, or one that is no stream socket that listens.
[[nodiscard]] Result<std::vector<BoundListener>> inherited_listeners();

/// sd_notify(3).
void notify_ready();
void notify_stopping();
void notify_alive();

/// After how long without notify_alive() sockq is ended (WatchdogSec=, sd_watchdog_enabled(3));
/// nothing where nobody watches.
[[nodiscard]] std::optional<std::chrono::microseconds> watchdog_time();

}  // namespace sockq
