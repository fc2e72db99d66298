#include "agent/top/rate_window.h"

namespace sockq {

void RateWindow::add(double time, std::optional<std::uint64_t> count) {
  if (!count || (latest_ && (time < latest_->time || *count < latest_->count))) {
    marks_.clear();
    latest_.reset();
  }
  if (!count) return;
  latest_ = Look{time, *count};
  if (marks_.empty() || time - marks_.back().time >= 1) marks_.push_back(*latest_);
  while (marks_.size() > 2 && time - marks_[1].time >= kSeconds) marks_.erase(marks_.begin());
}

std::optional<double> RateWindow::rate() const {
  if (!latest_ || latest_->time <= marks_.front().time) return std::nullopt;
  return static_cast<double>(latest_->count - marks_.front().count) /
         (latest_->time - marks_.front().time);
}

}  // namespace sockq
