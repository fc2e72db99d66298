#pragma once

#include <memory>
#include <string>

#include "agent/top/top_model.h"

namespace sockq {

/// What a listener of a scene is made of.
struct SceneListener {
  std::string address;
  std::uint64_t length = 0;
  std::uint64_t limit = 128;
  std::uint64_t drops = 0;
  std::string process = {};
  Protocol protocol = Protocol::tcp;
};

inline Listener scene_listener(const SceneListener& made) {
  Listener listener;
  listener.protocol = made.protocol;
  listener.address = made.address;
  listener.sockets = 1;
  listener.queue_length = made.length;
  listener.queue_limit = made.limit;
  listener.fullest_ratio =
      fill_ratio(static_cast<std::uint32_t>(made.length), static_cast<std::uint32_t>(made.limit));
  listener.full = made.length > made.limit;
  listener.history.emplace().peak = made.length;
  if (made.protocol != Protocol::unix_socket) {
    listener.drops = made.drops;
    listener.history->overflows = made.drops;
    listener.oldest_wait = std::chrono::milliseconds(made.length > 0 ? 2500 : 0);
  }
  if (!made.process.empty())
    listener.owner =
        std::make_shared<const Owner>(Owner{.process = made.process, .pid = 42, .processes = 1});
  return listener;
}

/// A look `seconds` after 14:05:00 UTC of some day.
inline TopSample scene(double seconds, const std::vector<SceneListener>& listeners) {
  constexpr std::chrono::seconds kBegin{20'000 * 86'400 + 14 * 3600 + 5 * 60};
  TopSample sample;
  sample.snapshot.time = std::chrono::system_clock::time_point(
      kBegin + std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000)));
  NamespaceView& view = sample.snapshot.namespaces.emplace_back();
  view.listeners.emplace();
  for (const SceneListener& listener : listeners)
    view.listeners->push_back(scene_listener(listener));
  return sample;
}

}  // namespace sockq
