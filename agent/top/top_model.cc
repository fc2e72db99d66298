#include "agent/top/top_model.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "agent/top/text_filter.h"
#include "collectors/base/seconds.h"

namespace sockq {
namespace {

std::string key_of(const std::string& netns, const Listener& listener) {
  std::string key = netns;
  key.append(1, '\0').append(protocol_name(listener.protocol)).append(1, '\0');
  return key.append(listener.address);
}

bool owner_has_text(const Owner& owner, const std::string& wanted) {
  return has_text(owner.process, wanted) || has_text(owner.unit, wanted) ||
         has_text(owner.container, wanted) || has_text(owner.pod, wanted);
}

}  // namespace

void TopModel::take(TopSample sample) {
  sample_ = std::move(sample);
  missed_.clear();
  ++looks_;
  all_rows_.clear();
  for (const NamespaceView& view : sample_.snapshot.namespaces)
    if (view.listeners)
      for (const Listener& listener : *view.listeners) follow(view.netns, listener);
  std::erase_if(trends_, [this](const auto& trend) { return trend.second.look != looks_; });
  arrange();
}

std::int64_t TopModel::second() const {
  return std::chrono::floor<std::chrono::seconds>(sample_.snapshot.time.time_since_epoch()).count();
}

const ListenerRow* TopModel::detail() const {
  const auto found = std::ranges::find_if(
      all_rows_, [this](const ListenerRow& row) { return *row.key == detail_key_; });
  return found == all_rows_.end() ? nullptr : &*found;
}

void TopModel::follow(const std::string& netns, const Listener& listener) {
  auto& [key, trend] = *trends_.try_emplace(key_of(netns, listener)).first;
  const double now = to_seconds(sample_.snapshot.time.time_since_epoch());
  trend.drops.add(now, listener.drops);
  const bool counted = listener.history && listener.drops;
  trend.overflows.add(now, counted ? std::optional(listener.history->overflows) : std::nullopt);
  trend.fill.add(second(), listener.fullest_ratio);
  trend.look = looks_;
  all_rows_.push_back({&key, &netns, &listener, &trend, trouble_of(listener, trend)});
}

bool TopModel::is_shown(const std::string& netns, const Listener& listener) const {
  if (netns_ && *netns_ != netns) return false;
  if (!process_.empty() && (!listener.owner || listener.owner->process != process_)) return false;
  return has_text(listener.address, filter_) || has_text(netns, filter_) ||
         has_text(protocol_name(listener.protocol), filter_) ||
         (listener.owner && owner_has_text(*listener.owner, filter_));
}

void TopModel::arrange() {
  rows_.clear();
  for (const ListenerRow& row : all_rows_)
    if (is_shown(*row.netns, *row.listener)) rows_.push_back(row);
  std::ranges::sort(rows_, [this](const ListenerRow& left, const ListenerRow& right) {
    return comes_before(left, right, order_);
  });
  arrange_connections();
  const auto chosen = std::ranges::find_if(
      rows_, [this](const ListenerRow& row) { return *row.key == selected_key_; });
  if (page_ == Page::listeners && chosen != rows_.end())
    selected_ = static_cast<std::size_t>(chosen - rows_.begin());
  selected_ = std::min(selected_, row_count() == 0 ? 0 : row_count() - 1);
  fit(visible_rows_);
}

void TopModel::arrange_connections() {
  connections_.clear();
  for (const NamespaceView& view : sample_.snapshot.namespaces) {
    if (!view.sweep || (netns_ && *netns_ != view.netns)) continue;
    for (const auto* queues :
         {&view.sweep->largest_receive_queues, &view.sweep->largest_send_queues})
      for (const Connection& connection : *queues) {
        const std::string ends =
            endpoint_text(connection.local) + " " + endpoint_text(connection.remote);
        if (has_text(ends, filter_) || has_text(view.netns, filter_))
          connections_.push_back({&view.netns, &connection});
      }
  }
  const auto place = [](const ConnectionRow& row) {
    const Connection& connection = *row.connection;
    return std::tuple(-static_cast<std::int64_t>(connection.receive_queue) - connection.send_queue,
                      std::string_view(*row.netns), connection.local, connection.remote);
  };
  std::ranges::sort(connections_, {}, place);
  const auto same = [&](const ConnectionRow& one, const ConnectionRow& other) {
    return place(one) == place(other);
  };
  connections_.erase(std::unique(connections_.begin(), connections_.end(), same),
                     connections_.end());
}

std::size_t TopModel::row_count() const {
  return page_ == Page::listeners ? rows_.size() : connections_.size();
}

void TopModel::fit(std::size_t rows) {
  visible_rows_ = std::max<std::size_t>(rows, 1);
  if (selected_ < first_row_) first_row_ = selected_;
  if (selected_ >= first_row_ + visible_rows_) first_row_ = selected_ - visible_rows_ + 1;
  const std::size_t last_first = row_count() - std::min(row_count(), visible_rows_);
  first_row_ = std::min(first_row_, last_first);
}

}  // namespace sockq
