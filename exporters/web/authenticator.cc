#include "exporters/web/authenticator.h"

#include <algorithm>
#include <utility>

namespace sockq {
namespace {

const std::string& costliest(const Authenticator::Users& users) {
  return std::ranges::max_element(users, {},
                                  [](const auto& user) { return bcrypt_cost(user.second); })
      ->second;
}

}  // namespace

Authenticator::Authenticator() : thread_([this] { run(); }) {}

Authenticator::~Authenticator() { stop(); }

Authenticator::Question Authenticator::ask(const Users& users, const Credentials& who) const {
  const auto user = users.find(who.user);
  const bool exists = user != users.end();
  const std::string& hash = exists ? user->second : costliest(users);
  return {hash, exists, cache_.digest(who.user, exists ? hash : "", who.password)};
}

std::optional<Authenticator::Verdict> Authenticator::known(const Users& users,
                                                           const Credentials& who) {
  const Question question = ask(users, who);
  const std::lock_guard lock(mutex_);
  const std::optional<bool> right = cache_.find(question.digest);
  if (!right) return std::nullopt;
  return *right ? Verdict::right : Verdict::wrong;
}

void Authenticator::check(const Users& users, const Credentials& who, const std::string& client,
                          Done done) {
  {
    const std::lock_guard lock(mutex_);
    if (has_room(client)) {
      waiting_.push_back({ask(users, who), who.password, client, std::move(done)});
      wake_.notify_one();
      return;
    }
  }
  done(Verdict::busy);
}

bool Authenticator::has_room(const std::string& client) const {
  const auto own = std::ranges::count(waiting_, client, &Job::client);
  return !stopping_ && waiting_.size() < kMostWaiting &&
         static_cast<std::size_t>(own) < kMostWaitingOfAClient;
}

void Authenticator::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

bool Authenticator::decide(const Job& job) {
  {
    const std::lock_guard lock(mutex_);
    if (const std::optional<bool> known = cache_.find(job.question.digest)) return *known;
  }
  const bool right = bcrypt_.matches(job.password, job.question.hash) && job.question.user_exists;
  const std::lock_guard lock(mutex_);
  cache_.store(job.question.digest, right);
  return right;
}

void Authenticator::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const Job job = std::move(waiting_.front());
    waiting_.pop_front();
    const bool ends = stopping_;
    lock.unlock();
    if (ends)
      job.done(Verdict::busy);
    else
      job.done(decide(job) ? Verdict::right : Verdict::wrong);
    lock.lock();
  }
}

}  // namespace sockq
