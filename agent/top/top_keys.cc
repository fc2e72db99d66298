// What keys do to the model.
#include <algorithm>

#include "agent/top/top_model.h"

namespace sockq {

bool TopModel::press(const Key& key) {
  if (editing_) {
    press_in_filter(key);
    return true;
  }
  const bool over = sheet_ != Sheet::none;
  const auto page = static_cast<std::ptrdiff_t>(visible_rows_);
  const auto all = static_cast<std::ptrdiff_t>(row_count());
  switch (key.code) {
    case Key::Code::character:
      return press_letter(key.character);
    case Key::Code::up:
      move(-1);
      break;
    case Key::Code::down:
      move(1);
      break;
    case Key::Code::page_up:
      move(-page);
      break;
    case Key::Code::page_down:
      move(page);
      break;
    case Key::Code::home:
      move(-all);
      break;
    case Key::Code::end:
      move(all);
      break;
    case Key::Code::enter:
      if (over)
        sheet_ = Sheet::none;
      else
        open_detail();
      break;
    case Key::Code::escape:
    case Key::Code::backspace:
      if (!over) filter_.clear();
      sheet_ = Sheet::none;
      arrange();
      break;
    case Key::Code::tab:
      return press_letter('c');
    case Key::Code::other:
      break;
  }
  return true;
}

bool TopModel::press_letter(char32_t letter) {
  constexpr auto kOrders = static_cast<std::uint8_t>(kRowOrders);
  switch (letter) {
    case 'q':
      return false;
    case '?':
    case 'h':
      sheet_ = sheet_ == Sheet::help ? Sheet::none : Sheet::help;
      break;
    case '/':
      sheet_ = Sheet::none;
      editing_ = true;
      break;
    case 'c':
      sheet_ = Sheet::none;
      page_ = page_ == Page::listeners ? Page::connections : Page::listeners;
      selected_ = 0;
      arrange();
      break;
    case 's':
    case 'S': {
      const std::uint8_t step = letter == 's' ? 1 : kOrders - 1;
      order_ = static_cast<RowOrder>((static_cast<std::uint8_t>(order_) + step) % kOrders);
      arrange();
      break;
    }
    case 'n':
      cycle_netns();
      break;
    case 'p':
      toggle_process();
      break;
    case 'k':
      move(-1);
      break;
    case 'j':
      move(1);
      break;
    case 'g':
      move(-static_cast<std::ptrdiff_t>(row_count()));
      break;
    case 'G':
      move(static_cast<std::ptrdiff_t>(row_count()));
      break;
    default:
      break;
  }
  return true;
}

void TopModel::press_in_filter(const Key& key) {
  constexpr std::size_t kMostLetters = 60;
  if (key.code == Key::Code::enter || key.code == Key::Code::escape) {
    editing_ = false;
    if (key.code == Key::Code::escape) filter_.clear();
  } else if (key.code == Key::Code::backspace) {
    if (!filter_.empty()) filter_.pop_back();
  } else if (key.code == Key::Code::character && filter_.size() < kMostLetters &&
             key.character >= ' ' && key.character <= '~') {
    filter_ += static_cast<char>(key.character);
  }
  arrange();
}

/// At the very top no listener is chosen: whichever comes first is selected.
void TopModel::move(std::ptrdiff_t rows) {
  if (sheet_ != Sheet::none || row_count() == 0) return;
  const auto last = static_cast<std::ptrdiff_t>(row_count()) - 1;
  const auto to =
      std::clamp(static_cast<std::ptrdiff_t>(selected_) + rows, std::ptrdiff_t{0}, last);
  selected_ = static_cast<std::size_t>(to);
  if (page_ == Page::listeners) selected_key_ = to == 0 ? "" : *rows_[selected_].key;
  fit(visible_rows_);
}

void TopModel::open_detail() {
  if (page_ != Page::listeners || rows_.empty()) return;
  const ListenerRow& row = rows_[selected_];
  detail_key_ = selected_key_ = *row.key;
  detail_name_ = row_name(row);
  sheet_ = Sheet::detail;
}

/// All namespaces, then each alone, then all again.
void TopModel::cycle_netns() {
  const std::vector<NamespaceView>& views = sample_.snapshot.namespaces;
  if (views.size() < 2) return;
  auto next = views.begin();
  if (netns_) {
    next = std::ranges::find(views, *netns_, &NamespaceView::netns);
    if (next != views.end()) ++next;
  }
  netns_.reset();
  if (next != views.end()) netns_ = next->netns;
  arrange();
}

void TopModel::toggle_process() {
  if (!process_.empty())
    process_.clear();
  else if (page_ == Page::listeners && !rows_.empty() && rows_[selected_].listener->owner)
    process_ = rows_[selected_].listener->owner->process;
  arrange();
}

}  // namespace sockq
