#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "exporters/web/auth_cache.h"
#include "exporters/web/basic_auth.h"
#include "exporters/web/bcrypt.h"

namespace sockq {

/// Tells whether credentials are right, by bcrypt on a thread of its own, one at a time: nobody
/// else waits for it. A user who is not known costs as much as the costliest that is.
class Authenticator {
 public:
  using Users = std::map<std::string, std::string, std::less<>>;  ///< name to bcrypt hash
  enum class Verdict : std::uint8_t { right, wrong, busy };
  using Done = std::function<void(Verdict)>;

  static constexpr std::size_t kMostWaiting = 16;
  static constexpr std::size_t kMostWaitingOfAClient = 4;

  Authenticator();
  ~Authenticator();
  Authenticator(const Authenticator&) = delete;
  Authenticator& operator=(const Authenticator&) = delete;

  /// What is known without work.
  [[nodiscard]] std::optional<Verdict> known(const Users& users, const Credentials& who);

  /// Calls `done` once, now or later, from this thread or the own one; with `busy` where too many
  /// wait already, of all or of this `client`, and after stop(). Of `users`, not empty, copies are
  /// taken. `done` may call nothing of this object.
  void check(const Users& users, const Credentials& who, const std::string& client, Done done);

  /// Answers all that wait with `busy`; returns when no `done` runs any more.
  void stop();

 private:
  /// What a password is compared with.
  struct Question {
    std::string hash;
    bool user_exists;
    AuthCache::Digest digest;
  };
  struct Job {
    Question question;
    std::string password;
    std::string client;
    Done done;
  };

  [[nodiscard]] Question ask(const Users& users, const Credentials& who) const;
  [[nodiscard]] bool has_room(const std::string& client) const;
  [[nodiscard]] bool decide(const Job& job);
  void run();

  std::mutex mutex_;  // guards the next four
  std::condition_variable wake_;
  AuthCache cache_;
  std::deque<Job> waiting_;
  bool stopping_ = false;
  Bcrypt bcrypt_;
  std::thread thread_;
};

}  // namespace sockq
