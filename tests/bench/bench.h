#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <utility>
#include <vector>

namespace sockq::bench {

/// The figure that `part` of all figures are not above; `part` 1 is the highest.
inline double quantile(std::vector<double> figures, double part) {
  std::ranges::sort(figures);
  const auto above = static_cast<std::size_t>(part * static_cast<double>(figures.size()));
  return figures[std::min(above, figures.size() - 1)];
}

/// The middle of an odd number of figures.
inline double median(std::vector<double> figures) { return quantile(std::move(figures), 0.5); }

/// Seconds that `work` takes.
template <class Work>
double seconds_of(const Work& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// Seconds of a processor that `work` takes in this thread, the kernel's for it included.
template <class Work>
double cpu_seconds_of(const Work& work) {
  const auto now = [] {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
  };
  const double begin = now();
  work();
  return now() - begin;
}

}  // namespace sockq::bench
