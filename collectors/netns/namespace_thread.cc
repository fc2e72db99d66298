#include "collectors/netns/namespace_thread.h"

#include <fcntl.h>
#include <sched.h>

#include <cerrno>
#include <utility>

namespace sockq {

NamespaceThread::NamespaceThread(std::string own)
    : thread_([this, path = std::move(own)] { run(path); }) {}

NamespaceThread::~NamespaceThread() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

Result<Unit> NamespaceThread::visit(int nsfs, const std::function<void()>& work) {
  const std::lock_guard turn(turn_);
  Visit visit{nsfs, &work};
  std::unique_lock lock(mutex_);
  visit_ = &visit;
  changed_.notify_all();
  changed_.wait(lock, [this] { return visit_ == nullptr; });
  if (visit.error != 0)
    return Error{visit.error, "cannot enter", "network namespace",
                 visit.error == EPERM ? "give sockq the capability SYS_ADMIN" : ""};
  return Unit{};
}

/// The visitor waits for as long as `visit_` is set, so what that points to is there.
void NamespaceThread::run(const std::string& own) {
  const UniqueFd home(::open(own.c_str(), O_RDONLY | O_CLOEXEC));
  const int cannot_return = home.valid() ? 0 : errno;
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || visit_ != nullptr; });
    if (visit_ == nullptr) return;
    visit_->error = cannot_return;
    if (cannot_return == 0 && ::setns(visit_->nsfs, CLONE_NEWNET) != 0) visit_->error = errno;
    if (visit_->error == 0) {
      (*visit_->work)();
      (void)::setns(home.get(), CLONE_NEWNET);  // where this fails, the next visit leaves
    }
    visit_ = nullptr;
    changed_.notify_all();
  }
}

}  // namespace sockq
