#include "agent/spawned_program.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include "agent/server/wait.h"

namespace sockq {
namespace {

/// Between fork and exec only calls that signal-safety(7) names, and bare system calls. The program
/// is given no descriptor but the first three.
[[noreturn]] void become(char* const* argv, int output, const SpawnedProgram::Options& options) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::dup2(output, STDOUT_FILENO);
  if (options.quiet) ::dup2(::open("/dev/null", O_WRONLY | O_CLOEXEC), STDERR_FILENO);
  ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
  if (options.most_descriptors) {
    const rlimit limit{*options.most_descriptors, *options.most_descriptors};
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }
  ::execvp(argv[0], argv);
  ::_exit(127);
}

std::chrono::nanoseconds to_time(const timeval& time) {
  return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
}

}  // namespace

SpawnedProgram::SpawnedProgram(pid_t pid, UniqueFd output)
    : pid_(pid), output_(std::move(output)) {}

SpawnedProgram::SpawnedProgram(SpawnedProgram&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)),
      output_(std::move(other.output_)),
      unread_(std::move(other.unread_)) {}

SpawnedProgram::~SpawnedProgram() {
  if (pid_ != 0) end(std::chrono::nanoseconds(0));
}

Result<SpawnedProgram> SpawnedProgram::start(const Options& options) {
  std::vector<std::string> words = options.words;
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  std::array<int, 2> ends;
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    return Error{errno, "cannot make a pipe", options.words.front(), ""};
  UniqueFd read_end(ends[0]);
  const UniqueFd write_end(ends[1]);
  const pid_t child = ::fork();
  if (child < 0) return Error{errno, "cannot start", options.words.front(), ""};
  if (child == 0) become(argv.data(), write_end.get(), options);
  return SpawnedProgram(child, std::move(read_end));
}

std::optional<std::string> SpawnedProgram::read_line(std::chrono::nanoseconds within) {
  const auto deadline = std::chrono::steady_clock::now() + within;
  std::size_t end = 0;
  while ((end = unread_.find('\n')) == std::string::npos) {
    if (!readable_within(output_.get(), deadline - std::chrono::steady_clock::now()))
      return std::nullopt;
    std::array<char, 4096> buffer;
    const ssize_t size = ::read(output_.get(), buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return std::nullopt;
    unread_.append(buffer.data(), static_cast<std::size_t>(size));
  }
  const std::string line = unread_.substr(0, end);
  unread_.erase(0, end + 1);
  return line;
}

void SpawnedProgram::signal(int number) const { ::kill(pid_, number); }

SpawnedProgram::Ended SpawnedProgram::end(std::chrono::nanoseconds patience) {
  if (patience.count() > 0) signal(SIGTERM);
  return wait(patience);
}

SpawnedProgram::Ended SpawnedProgram::wait(std::chrono::nanoseconds patience) {
  const UniqueFd process = watch_process(pid_);
  if (!readable_within(process.get(), patience)) ::kill(-pid_, SIGKILL);
  Ended ended;
  rusage usage{};
  while (::wait4(pid_, &ended.status, 0, &usage) < 0 && errno == EINTR) {
  }
  ended.processor_time = to_time(usage.ru_utime) + to_time(usage.ru_stime);
  pid_ = 0;
  return ended;
}

}  // namespace sockq
