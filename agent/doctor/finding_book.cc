#include "agent/doctor/finding_book.h"

#include <algorithm>
#include <utility>

#include "agent/doctor/diagnose.h"

namespace sockq {

void FindingBook::update(std::vector<Finding> found) {
  for (auto& [key, entry] : entries_) ++entry.absent;
  for (Finding& finding : found) {
    Key key{finding.netns, finding.protocol, finding.listener, finding.rule};
    if (entries_.size() >= kMostRemembered && !entries_.contains(key)) continue;
    Entry& entry = entries_[std::move(key)];
    entry.finding = std::move(finding);
    ++entry.found;
    entry.absent = 0;
    entry.shown = entry.shown || entry.found >= kToAppear;
  }
  std::erase_if(entries_, [](const auto& item) {
    const Entry& entry = item.second;
    return entry.absent >= (entry.shown ? kToDisappear : kToForget);
  });
  shown_.clear();
  for (const auto& [key, entry] : entries_)
    if (entry.shown) shown_.push_back(entry.finding);
  put_in_order(shown_);
  left_out_ = shown_.size() > kMost ? shown_.size() - kMost : 0;
  shown_.resize(shown_.size() - left_out_);
}

}  // namespace sockq
