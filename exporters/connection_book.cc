#include "exporters/connection_book.h"

#include <algorithm>
#include <utility>

namespace sockq {

std::size_t ConnectionBook::count(const std::function<bool(const Connection&)>& which) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(connections_, [&](const Entry& entry) { return which(entry.second); }));
}

std::optional<int> ConnectionBook::cut_oldest(const std::function<bool(const Connection&)>& which) {
  Entry* oldest = nullptr;
  for (Entry& entry : connections_)
    if (which(entry.second) && (oldest == nullptr || entry.second.begin < oldest->second.begin))
      oldest = &entry;
  if (oldest == nullptr) return std::nullopt;
  oldest->second.phase = Phase::cut;
  return oldest->first;
}

std::optional<int> ConnectionBook::open(int fd, std::string client, TimePoint now) {
  const auto is_open = [](const Connection& one) { return one.phase != Phase::cut; };
  const auto is_of_client = [&](const Connection& one) {
    return is_open(one) && one.client == client;
  };
  const bool client_full = count(is_of_client) >= limits_.connections_of_a_client;
  const bool full = client_full || count(is_open) >= limits_.connections;
  const auto may_go = [&](const Connection& one) {
    return one.phase == Phase::waiting && (!client_full || one.client == client);
  };
  const std::optional<int> evicted = full ? cut_oldest(may_go) : std::nullopt;
  const bool refused = full && !evicted;
  connections_[fd] = {std::move(client), refused ? Phase::cut : Phase::waiting, false, now, {}};
  return refused ? fd : evicted;
}

void ConnectionBook::begin_answer(int fd, TimePoint now) {
  Connection& one = connections_[fd];
  if (one.phase == Phase::cut) return;
  one.phase = Phase::answering;
  one.begin = now;
}

ConnectionBook::Admission ConnectionBook::admit(int fd, TimePoint now) {
  Connection& own = connections_[fd];
  const auto is_admitted = [](const Connection& one) {
    return one.admitted && one.phase != Phase::cut;
  };
  const auto is_of_client = [&](const Connection& one) {
    return is_admitted(one) && one.client == own.client;
  };
  const std::size_t most_of_a_client = limits_.requests - limits_.requests / 4;
  const bool client_full = count(is_of_client) >= most_of_a_client;
  const bool full = client_full || count(is_admitted) >= limits_.requests;
  Admission admission;
  if (limits_.requests != 0 && full) {
    admission.cut = cut_oldest([&](const Connection& one) {
      return one.phase == Phase::sending && now - one.sending > limits_.reader_patience &&
             (client_full ? is_of_client(one) : is_admitted(one));
    });
    admission.admitted = admission.cut.has_value();
  }
  own.admitted = admission.admitted;
  return admission;
}

void ConnectionBook::begin_sending(int fd, TimePoint now) {
  Connection& one = connections_[fd];
  if (one.phase == Phase::cut) return;
  one.phase = Phase::sending;
  one.sending = now;
}

void ConnectionBook::end_answer(int fd, TimePoint now) {
  Connection& one = connections_[fd];
  one.admitted = false;
  if (one.phase == Phase::cut) return;
  one.phase = Phase::waiting;
  one.begin = now;
}

std::vector<int> ConnectionBook::cut_all() {
  std::vector<int> all;
  for (auto& [fd, one] : connections_) {
    one.phase = Phase::cut;
    all.push_back(fd);
  }
  return all;
}

void ConnectionBook::close(int fd) { connections_.erase(fd); }

bool ConnectionBook::is_overdue(const Connection& one, TimePoint now) const {
  if (one.phase == Phase::cut) return false;
  return now - one.begin >
         (one.phase == Phase::waiting ? limits_.request_time : limits_.answer_time);
}

std::vector<int> ConnectionBook::overdue(TimePoint now) {
  std::vector<int> late;
  for (auto& [fd, one] : connections_) {
    if (!is_overdue(one, now)) continue;
    one.phase = Phase::cut;
    late.push_back(fd);
  }
  return late;
}

}  // namespace sockq
