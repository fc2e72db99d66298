#include "agent/top/listener_row.h"

#include <array>
#include <tuple>

namespace sockq {
namespace {

constexpr double kNear = 0.75;

/// Tenths, so that a queue that breathes does not make its row move.
int fill_step(const Listener& listener) { return static_cast<int>(listener.fullest_ratio * 10); }

/// Whole seconds, for the same reason.
std::int64_t wait_step(const Listener& listener) {
  return listener.oldest_wait ? listener.oldest_wait->count() / 1000 : -1;
}

double rate_of(const RateWindow& window) { return window.rate().value_or(-1); }

std::tuple<const std::string&, const ListenerName&> name_of(const ListenerRow& row) {
  return {*row.netns, *row.listener};
}

/// More is first.
auto trouble_key(const ListenerRow& row) {
  return std::tuple(-static_cast<int>(row.trouble), fill_step(*row.listener),
                    wait_step(*row.listener));
}

template <class Value>
bool more_first(const Value& left, const Value& right, const ListenerRow& left_row,
                const ListenerRow& right_row) {
  if (left != right) return left > right;
  return name_of(left_row) < name_of(right_row);
}

}  // namespace

Trouble trouble_of(const Listener& listener, const ListenerTrend& trend) {
  if (listener.sockets == 0) return Trouble::closed;
  if (listener.full) return Trouble::refuses;
  if (rate_of(trend.overflows) > 0) return Trouble::overflows;
  if (listener.fullest_ratio >= kNear) return Trouble::near;
  return listener.queue_length > 0 ? Trouble::waits : Trouble::quiet;
}

const char* order_name(RowOrder order) {
  static constexpr std::array<const char*, kRowOrders> kNames{
      "trouble", "fill", "length", "wait", "drops", "overflows", "name"};
  return kNames[static_cast<std::size_t>(order)];
}

bool comes_before(const ListenerRow& left, const ListenerRow& right, RowOrder order) {
  const Listener& a = *left.listener;
  const Listener& b = *right.listener;
  switch (order) {
    case RowOrder::fill:
      return more_first(a.fullest_ratio, b.fullest_ratio, left, right);
    case RowOrder::length:
      return more_first(a.queue_length, b.queue_length, left, right);
    case RowOrder::wait:
      return more_first(a.oldest_wait, b.oldest_wait, left, right);
    case RowOrder::drops:
      return more_first(rate_of(left.trend->drops), rate_of(right.trend->drops), left, right);
    case RowOrder::overflows:
      return more_first(rate_of(left.trend->overflows), rate_of(right.trend->overflows), left,
                        right);
    case RowOrder::name:
      return name_of(left) < name_of(right);
    case RowOrder::trouble:
      break;
  }
  return more_first(trouble_key(left), trouble_key(right), left, right);
}

std::string row_name(const ListenerRow& row) {
  std::string name = row.netns->empty() ? "" : *row.netns + " ";
  if (row.listener->protocol == Protocol::mptcp) name += "mptcp ";
  return name + row.listener->address;
}

std::string owner_name(const Listener& listener) {
  constexpr std::size_t kShortId = 12;
  if (!listener.owner) return "";
  const Owner& owner = *listener.owner;
  if (owner.processes > 1) return owner.process + " (" + std::to_string(owner.processes) + ")";
  if (!owner.process.empty()) return owner.process;
  return owner.unit.empty() ? owner.container.substr(0, kShortId) : owner.unit;
}

}  // namespace sockq
