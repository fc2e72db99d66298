#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "agent/top/key.h"
#include "agent/top/listener_row.h"
#include "agent/top/top_sample.h"

namespace sockq {

/// A connection among the fullest. Borrows from the model.
struct ConnectionRow {
  const std::string* netns = nullptr;
  const Connection* connection = nullptr;
};

/// What the live view shows, and where in it the user is: the latest look, trends over all of them,
/// order, filters and selection. Pure; not for several threads.
class TopModel {
 public:
  enum class Page : std::uint8_t { listeners, connections };
  enum class Sheet : std::uint8_t { none, detail, help };  ///< lies over the page

  /// `source` says where the looks come from, `rhythm` how often.
  TopModel(std::string source, std::string rhythm)
      : source_(std::move(source)), rhythm_(std::move(rhythm)) {}
  TopModel(const TopModel&) = delete;
  TopModel& operator=(const TopModel&) = delete;

  /// The next look.
  void take(TopSample sample);
  /// There was none: the latest one stays, and why is shown until the next.
  void miss(std::string why) { missed_ = std::move(why); }
  /// Does what a key asks for; false where that is to leave.
  [[nodiscard]] bool press(const Key& key);
  /// Scrolls so that the selected row is among the `rows` that there is room for.
  void fit(std::size_t rows);

  [[nodiscard]] const std::string& source() const { return source_; }
  [[nodiscard]] const std::string& rhythm() const { return rhythm_; }
  [[nodiscard]] const std::string& missed() const { return missed_; }
  [[nodiscard]] const TopSample& sample() const { return sample_; }
  [[nodiscard]] std::int64_t second() const;  ///< of the latest look, as the trends count
  [[nodiscard]] const std::vector<ListenerRow>& listeners() const { return rows_; }
  [[nodiscard]] const std::vector<ConnectionRow>& connections() const { return connections_; }
  [[nodiscard]] Page page() const { return page_; }
  [[nodiscard]] Sheet sheet() const { return sheet_; }
  [[nodiscard]] std::size_t first_row() const { return first_row_; }
  [[nodiscard]] std::size_t selected_row() const { return selected_; }
  /// The row of the detail sheet; null where that listener is gone.
  [[nodiscard]] const ListenerRow* detail() const;
  [[nodiscard]] const std::string& detail_name() const { return detail_name_; }
  [[nodiscard]] RowOrder order() const { return order_; }
  [[nodiscard]] const std::string& filter() const { return filter_; }
  [[nodiscard]] bool editing() const { return editing_; }  ///< the filter
  [[nodiscard]] const std::optional<std::string>& netns() const { return netns_; }
  [[nodiscard]] const std::string& process() const { return process_; }

 private:
  using Trends = std::unordered_map<std::string, ListenerTrend>;

  void follow(const std::string& netns, const Listener& listener);
  void arrange();
  void arrange_connections();
  [[nodiscard]] bool is_shown(const std::string& netns, const Listener& listener) const;
  void press_in_filter(const Key& key);
  [[nodiscard]] bool press_letter(char32_t letter);
  void move(std::ptrdiff_t rows);
  void open_detail();
  void cycle_netns();
  void toggle_process();
  [[nodiscard]] std::size_t row_count() const;

  const std::string source_;
  const std::string rhythm_;
  std::string missed_;
  TopSample sample_;
  Trends trends_;
  std::uint64_t looks_ = 0;
  std::vector<ListenerRow> all_rows_;  ///< before the filters
  std::vector<ListenerRow> rows_;
  std::vector<ConnectionRow> connections_;

  Page page_ = Page::listeners;
  Sheet sheet_ = Sheet::none;
  RowOrder order_ = RowOrder::trouble;
  std::string filter_;
  bool editing_ = false;
  std::optional<std::string> netns_;  ///< none: all of them
  std::string process_;               ///< empty: all of them
  std::size_t selected_ = 0;
  std::string selected_key_;  ///< of the listener that was chosen; empty: whichever is first
  std::string detail_key_;
  std::string detail_name_;
  std::size_t first_row_ = 0;
  std::size_t visible_rows_ = 1;
};

}  // namespace sockq
