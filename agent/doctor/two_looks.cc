#include "agent/doctor/two_looks.h"

#include <algorithm>

#include "collectors/base/seconds.h"

namespace sockq {
namespace {

constexpr std::uint64_t rise_of(std::uint64_t before, std::uint64_t after) {
  return after > before ? after - before : 0;
}

}  // namespace

std::optional<std::uint64_t> TwoLooks::rise(std::string_view metric) const {
  const std::size_t row = kernel_value_row(metric);
  const auto& first = before.values[row];
  const auto& last = after.values[row];
  if (!first || !last) return std::nullopt;
  return *last > *first ? static_cast<std::uint64_t>(*last - *first) : 0;
}

std::optional<std::int64_t> TwoLooks::value(std::string_view metric) const {
  return after.values[kernel_value_row(metric)];
}

double TwoLooks::per_second(std::uint64_t count) const {
  return between.count() > 0 ? static_cast<double>(count) / to_seconds(between) : 0;
}

std::uint64_t ListenerLooks::overflows() const {
  if (!before.history || !after.history) return 0;
  return rise_of(before.history->overflows, after.history->overflows);
}

std::uint64_t ListenerLooks::drops() const {
  return rise_of(before.drops.value_or(0), after.drops.value_or(0));
}

std::uint64_t ListenerLooks::peak() const {
  return std::max(after.queue_length, after.history ? after.history->peak : 0);
}

std::uint64_t ListenerLooks::capacity() const { return after.queue_limit + after.sockets; }

bool ListenerLooks::under_pressure() const {
  return overflows() > 0 || after.full || (peak() > 1 && peak() * 2 >= capacity());
}

bool ListenerLooks::hurts_clients() const {
  return overflows() > 0 || after.full || (after.oldest_wait && *after.oldest_wait >= kTooLong);
}

}  // namespace sockq
