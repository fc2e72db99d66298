#include "collectors/listener_index.h"

namespace sockq {
namespace {

Endpoint wildcard_of(Endpoint local, bool ipv6) {
  local.ipv6 = ipv6;
  local.address = {};
  return local;
}

}  // namespace

void ListenerIndex::clear() {
  numbers_.clear();
  ports_.reset();
}

std::size_t ListenerIndex::add(const Endpoint& local) {
  ports_.set(local.port);
  return numbers_.try_emplace(local, numbers_.size()).first->second;
}

std::optional<std::size_t> ListenerIndex::find(const Endpoint& local) const {
  if (!ports_.test(local.port)) return std::nullopt;
  if (local.device.index != 0)
    if (const auto number = find_bound(local)) return number;
  Endpoint any_device = local;
  any_device.device = {};
  return find_bound(any_device);
}

std::optional<std::size_t> ListenerIndex::find_bound(Endpoint local) const {
  if (const auto number = find_exact(local)) return number;
  if (const auto number = find_exact(wildcard_of(local, local.ipv6))) return number;
  return local.ipv6 ? std::nullopt : find_exact(wildcard_of(local, true));
}

std::optional<std::size_t> ListenerIndex::find_exact(const Endpoint& local) const {
  const auto known = numbers_.find(local);
  return known == numbers_.end() ? std::nullopt : std::optional(known->second);
}

}  // namespace sockq
