// bare_loop MILLISECONDS SECONDS: receives a dump of the listeners at that rhythm and does nothing
// with it: the floor for an agent. Meant to be watched from outside, like one.
#include <chrono>
#include <cstdlib>
#include <thread>

#include "tests/bench/bare_dump.h"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::chrono::milliseconds interval(std::atoi(argv[1]));
  const auto begin = std::chrono::steady_clock::now();
  const auto end = begin + std::chrono::seconds(std::atoi(argv[2]));
  sockq::bench::BareDump dump;
  for (auto next = begin; next < end; next += interval) {
    std::this_thread::sleep_until(next);
    (void)dump.run();
  }
  return 0;
}
