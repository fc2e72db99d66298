#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <exception>
#include <optional>
#include <string>
#include <utility>

#include "agent/commands.h"
#include "agent/top/draw.h"
#include "agent/top/feed.h"
#include "agent/top/terminal.h"
#include "agent/top/top_model.h"

namespace sockq {
namespace {

using std::chrono::steady_clock;

/// An agent that is silent for longer is gone.
constexpr std::chrono::seconds kPatience{10};

/// Signals that would end or stop the program in the middle of a screen, as a descriptor.
Result<UniqueFd> block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGWINCH})
    sigaddset(&signals, number);
  std::signal(SIGPIPE, SIG_IGN);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  UniqueFd fd(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!fd.valid()) return Error{errno, "cannot wait for signals", "signalfd", ""};
  return fd;
}

std::string rhythm_text(std::chrono::nanoseconds interval) {
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(interval).count();
  return milliseconds % 1000 == 0 ? std::to_string(milliseconds / 1000) + "s"
                                  : std::to_string(milliseconds) + "ms";
}

/// The view and all that it reacts to.
class Session {
 public:
  Session(TopModel& model, Terminal& terminal, Feed& feed, int signals)
      : model_(model), terminal_(terminal), feed_(feed), signals_(signals) {}

  /// Until the user or a signal ends it, or the source is silent for too long: the error.
  [[nodiscard]] std::optional<Error> run() {
    while (true) {
      show();
      pollfd watched[] = {
          {STDIN_FILENO, POLLIN, 0}, {signals_, POLLIN, 0}, {feed_.fd(), POLLIN, 0}};
      if (::poll(watched, std::size(watched), -1) < 0 && errno != EINTR)
        return Error{errno, "cannot wait for keys", "poll", ""};
      if ((watched[0].revents & (POLLHUP | POLLERR)) != 0) return std::nullopt;
      if (!read_signals() || !read_keys()) return std::nullopt;
      if (std::optional<Error> gone = read_feed()) return gone;
    }
  }

 private:
  void show() {
    const Size size = terminal_.size();
    model_.fit(row_room(model_, size));
    terminal_.show(draw(model_, size, terminal_.capabilities()));
  }

  /// False where one says to end.
  bool read_signals() {
    signalfd_siginfo signal{};
    while (::read(signals_, &signal, sizeof(signal)) == sizeof(signal)) {
      if (signal.ssi_signo == SIGWINCH) {
        terminal_.resize();
      } else if (signal.ssi_signo == SIGTSTP) {
        terminal_.leave();
        ::raise(SIGSTOP);
        terminal_.resize();
      } else {
        return false;
      }
    }
    return true;
  }

  bool read_keys() {
    while (const std::optional<Key> key = terminal_.read_key())
      if (!model_.press(*key)) return false;
    return true;
  }

  std::optional<Error> read_feed() {
    std::optional<Result<TopSample>> look = feed_.take();
    if (!look) return std::nullopt;
    if (look->ok()) {
      last_look_ = steady_clock::now();
      model_.take(std::move(*look).value());
      return std::nullopt;
    }
    model_.miss(look->error().line());
    return steady_clock::now() - last_look_ > kPatience ? std::optional(look->error())
                                                        : std::nullopt;
  }

  TopModel& model_;
  Terminal& terminal_;
  Feed& feed_;
  int signals_;
  steady_clock::time_point last_look_ = steady_clock::now();
};

int watch(TopSource& source, const TopOptions& options, int signals) {
  Result<TopSample> first = source.look();
  if (!first.ok()) return fail(first.error(), kExitCannotObserve);
  TopModel model(source.name(), rhythm_text(options.interval));
  model.take(std::move(first).value());
  std::optional<Error> gone;
  {
    Result<std::unique_ptr<Feed>> feed = Feed::start(source, options.interval);
    if (!feed.ok()) return fail(feed.error(), kExitFailed);
    const Result<std::unique_ptr<Terminal>> terminal = Terminal::open();
    if (!terminal.ok()) return fail(terminal.error(), kExitUsage);
    gone = Session(model, *terminal.value(), *feed.value(), signals).run();
  }
  return gone ? fail(*gone, kExitCannotObserve) : kExitFine;
}

}  // namespace

int run(const TopOptions& options) {
  if (const Result<Unit> terminal = Terminal::check(); !terminal.ok())
    return fail(terminal.error(), kExitUsage);
  configure_log(LogLevel::none, LogFormat::logfmt);
  const Result<UniqueFd> signals = block_signals();
  if (!signals.ok()) return fail(signals.error(), kExitFailed);
  const bool remote = !options.agent.empty();
  const Result<std::unique_ptr<TopSource>> source =
      remote ? open_agent(options.agent) : open_machine(options.source);
  if (!source.ok()) return fail(source.error(), remote ? kExitUsage : kExitCannotObserve);
  try {
    return watch(*source.value(), options, signals.value().get());
  } catch (const std::exception& exception) {
    return fail({0, exception.what(), "sockq top", ""}, kExitFailed);
  }
}

}  // namespace sockq
