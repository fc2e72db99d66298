#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "collectors/base/env.h"
#include "collectors/device.h"

namespace sockq {

/// The name of the device with that index in the text of /proc/net/igmp (igmp_mc_seq_show,
/// net/ipv4/igmp.c), which lists those that are up and speak IPv4; empty where it lists none. Pure.
[[nodiscard]] DeviceName find_device(std::string_view igmp, std::uint32_t index);

/// Gives their names to the devices that sockets are bound to, as long as the file lists them. A
/// device keeps the name that it was first seen with. Not safe for use by several threads.
class DeviceNames {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  static constexpr std::size_t kMost = 1024;
  /// After that, the file is read anew for one that it did not list.
  static constexpr std::chrono::seconds kRetry{1};

  /// Reads the file, through `buffer`, only where it has to: for a new index. Most sockets are
  /// bound to no device, and cost nothing.
  void name(const ProcFs& procfs, std::string& buffer, TimePoint now, Device& device) {
    if (device.index != 0) device.name = name_of(device.index, procfs, buffer, now);
  }

 private:
  struct Known {
    DeviceName name;
    TimePoint read_at{};
  };

  [[nodiscard]] DeviceName name_of(std::uint32_t index, const ProcFs& procfs, std::string& buffer,
                                   TimePoint now);

  std::unordered_map<std::uint32_t, Known> known_;  ///< no more than kMost
};

}  // namespace sockq
