#pragma once

#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cstring>

#include "collectors/base/unique_fd.h"

namespace sockq {

/// Brings up the loopback of the calling thread's network namespace, which is new; whether it did.
inline bool bring_loopback_up() {
  const UniqueFd fd(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq request{};
  std::strncpy(request.ifr_name, "lo", sizeof(request.ifr_name) - 1);
  request.ifr_flags = IFF_UP;
  return fd.valid() && ::ioctl(fd.get(), SIOCSIFFLAGS, &request) == 0;
}

}  // namespace sockq
