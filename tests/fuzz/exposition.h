#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sockq {

/// One series of a page of metrics.
struct Series {
  std::string name;
  std::map<std::string, std::string> labels;  ///< unescaped
  double value = 0;
};

/// Reads the Prometheus text format 0.0.4 as strictly as its description allows: every line, its
/// names, quotes and numbers. Requires that no series comes twice and no family is described twice.
[[nodiscard]] std::vector<Series> read_exposition(std::string_view text);

/// The values that a label has in these series.
[[nodiscard]] std::set<std::string> values_of(const std::vector<Series>& series,
                                              const std::string& label);

}  // namespace sockq
