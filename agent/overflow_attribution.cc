#include "agent/overflow_attribution.h"

#include <algorithm>

namespace sockq {
namespace {

/// `whole` * `part` / `total`, rounded down, without overflow.
std::uint64_t proportion(std::uint64_t whole, std::uint64_t part, std::uint64_t total) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint64_t>(static_cast<Wide>(whole) * part / total);
}

}  // namespace

void OverflowAttribution::attribute(std::uint64_t rise, std::span<OverflowSuspect> suspects) {
  const std::uint64_t before = waiting_;
  std::uint64_t left = before + rise;
  for (const QueueSeen seen : {QueueSeen::full, QueueSeen::waiting, QueueSeen::empty})
    left -= give(left, seen, suspects);
  // What was there before this look has had its two looks; what is new waits for the next.
  waiting_ = std::min(left, rise);
  unattributed_ += left - waiting_;
}

/// Shares `overflows` among the suspects that were full, or were not; returns how many it gave
/// away.
std::uint64_t OverflowAttribution::give(std::uint64_t overflows, QueueSeen seen,
                                        std::span<OverflowSuspect> suspects) {
  std::uint64_t total = 0;
  std::size_t takers = 0;
  for (const OverflowSuspect& suspect : suspects) {
    if (suspect.seen != seen || suspect.drops_rise == 0) continue;
    total += suspect.drops_rise;
    ++takers;
  }
  const std::uint64_t given = std::min(overflows, total);
  if (given == 0) return 0;
  if (takers > 1) shared_ += given;

  // Cumulated shares are rounded, so that the parts add up to the whole.
  std::uint64_t rises = 0;
  std::uint64_t shares = 0;
  for (OverflowSuspect& suspect : suspects) {
    if (suspect.seen != seen || suspect.drops_rise == 0) continue;
    rises += suspect.drops_rise;
    const std::uint64_t share = proportion(given, rises, total) - shares;
    suspect.overflows += share;
    shares += share;
  }
  return given;
}

}  // namespace sockq
