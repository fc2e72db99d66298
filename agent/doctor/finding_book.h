#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "collectors/finding.h"

namespace sockq {

/// What the agent tells of findings, so that it does not flap: one appears when it was found in
/// kToAppear looks, with less than kToForget between them, and disappears when it was not found in
/// kToDisappear in a row. Two that take turns, as causes do that are hard to tell apart, thus both
/// appear. Bounded. Pure; not for several threads.
class FindingBook {
 public:
  static constexpr int kToAppear = 2;
  static constexpr int kToForget = 3;
  static constexpr int kToDisappear = 6;
  static constexpr std::size_t kMost = 256;  ///< shown; the least severe are left out
  static constexpr std::size_t kMostRemembered = 4096;

  /// Takes in what one look found.
  void update(std::vector<Finding> found);

  /// Most severe first; each as it was last found.
  [[nodiscard]] const std::vector<Finding>& findings() const { return shown_; }
  /// Beyond kMost.
  [[nodiscard]] std::uint64_t left_out() const { return left_out_; }

 private:
  /// Namespace, protocol, listener and rule.
  using Key = std::tuple<std::string, std::string, std::string, std::string>;

  struct Entry {
    Finding finding;
    int found = 0;   ///< looks
    int absent = 0;  ///< looks since the latest of those
    bool shown = false;
  };

  std::map<Key, Entry> entries_;
  std::vector<Finding> shown_;
  std::uint64_t left_out_ = 0;
};

}  // namespace sockq
