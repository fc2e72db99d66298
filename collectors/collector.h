#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/base/env.h"
#include "collectors/connection_fold.h"
#include "collectors/diag/dump.h"
#include "collectors/diag/mptcp_listeners.h"
#include "collectors/look_pace.h"
#include "collectors/owner/owner_book.h"
#include "collectors/proc/device_names.h"
#include "collectors/snapshot.h"

namespace sockq {

/// Which rhythm a collector follows: `fast` for what comes and goes within a scrape, `wait` for the
/// age of what waits.
enum class Lane : std::uint8_t { fast, wait, slow };

/// Of what a collector tells: each network namespace, or the whole machine.
enum class Scope : std::uint8_t { netns, machine };

inline constexpr std::array kLanes{Lane::fast, Lane::wait, Lane::slow};

[[nodiscard]] constexpr std::string_view lane_name(Lane lane) {
  constexpr std::array<std::string_view, kLanes.size()> kNames{"fast", "wait", "slow"};
  return kNames[static_cast<std::size_t>(lane)];
}

/// The counters of the last look that read /proc/net/netstat, and the listeners it saw.
struct NetstatMemory {
  KernelValues values;
  std::uint64_t drops = 0;
  std::size_t sockets = 0;
  std::chrono::steady_clock::time_point read_at{};
};

/// A look that keeps a pace of its own, and what went wrong in the latest one.
struct PacedLook {
  LookPace pace;
  std::optional<Error> error;
};

struct Workbench;

/// A network namespace whose listeners are to have owners.
struct OwnedNamespace {
  std::uint64_t number = 0;    ///< 0 is sockq's own
  Workbench* bench = nullptr;  ///< of the same thread
};

/// What one lane's collectors work with: its own netlink socket, a buffer for text, and what they
/// remember. One thread.
struct Workbench {
  explicit Workbench(const Env& outside, std::size_t most_peers = 64)
      : env(outside), diag(outside.netlink), fold(most_peers) {}

  Env env;
  DumpClient diag;
  std::string text;
  std::optional<NetstatMemory> netstat;
  MptcpListeners mptcp;
  DeviceNames devices;
  PacedLook unix_look;
  PacedLook sweep{.pace = {.interval = std::chrono::seconds(5)}, .error = {}};
  ConnectionFold fold;
  PacedLook wait;
  std::vector<ListenSocket> wait_sockets;
  OwnerBook owners;
  std::vector<OwnedSocket> owned;       ///< the listeners to find owners of
  std::vector<OwnedSocket> owned_unix;  ///< of them, those of unix sockets
  /// Those of which the collectors of the machine find the owners at once; none: only this one.
  std::vector<OwnedNamespace> owned_namespaces;
  Sample owned_sample;                                             ///< for a namespace among them
  std::optional<std::chrono::steady_clock::time_point> owners_at;  ///< when the book was last asked
  /// Of the book, with what they did then; by number of namespace.
  std::map<std::uint64_t, std::shared_ptr<const Owners>> active_owners;
  std::string note;  ///< what the collector at work could not know
};

/// One source of the kernel. Fills its part of the sample, or leaves it absent and says why.
struct Collector {
  std::string_view name;
  Lane lane;
  std::string_view help;
  Result<Unit> (*collect)(Workbench& bench, Sample& sample);
  Scope scope = Scope::netns;
};

/// Every collector there is.
[[nodiscard]] std::span<const Collector> collector_table();

/// A choice among them, in the table's order.
using Collectors = std::vector<const Collector*>;

[[nodiscard]] Collectors every_collector();

/// Those of `chosen` that run in `lane`.
[[nodiscard]] Collectors in_lane(const Collectors& chosen, Lane lane);

/// Those of `chosen` that tell of `scope`.
[[nodiscard]] Collectors of_scope(const Collectors& chosen, Scope scope);

/// Runs `collectors` one after the other into `sample`, which forgets what it held.
void take_sample(Workbench& bench, const Collectors& collectors, Sample& sample);

}  // namespace sockq
