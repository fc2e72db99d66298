#include "agent/doctor/little.h"

#include "agent/doctor/words.h"

namespace sockq {

std::optional<Little> littles_law(const Listener& listener) {
  if (listener.queue_length == 0 || !listener.oldest_wait || listener.oldest_wait->count() == 0)
    return std::nullopt;
  Little little;
  little.served_per_second =
      static_cast<double>(listener.queue_length) / to_seconds(*listener.oldest_wait);
  little.seconds_if_full =
      static_cast<double>(listener.queue_limit + listener.sockets) / little.served_per_second;
  return little;
}

std::string little_words(const ListenerLooks& listener, const Little& little) {
  const TwoLooks& looks = listener.looks;
  std::string words =
      fmt::format("by Little's law it accepts {:.1f} a second ({} / {})", little.served_per_second,
                  listener.after.queue_length, seconds_words(*listener.after.oldest_wait));
  const auto opens = looks.rise("tcp_passive_opens_total");
  if (opens && looks.between.count() > 0)
    words += fmt::format(
        ", while {:.1f} a second come: {:.1f} completed in this network namespace and {:.1f} "
        "refused, retries counted again",
        looks.per_second(*opens + listener.overflows()), looks.per_second(*opens),
        looks.per_second(listener.overflows()));
  return words;
}

}  // namespace sockq
