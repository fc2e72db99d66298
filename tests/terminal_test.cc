#include "agent/top/terminal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

#include <cstdlib>
#include <functional>
#include <stdexcept>
#include <string>

#include "collectors/base/unique_fd.h"

namespace sockq {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

constexpr const char* kEnterScreen = "\033[?1049h";
constexpr const char* kLeaveScreen = "\033[?1049l";

/// What a child wrote to a terminal of its own, how it ended, and whether the terminal's modes are
/// as they were.
struct Outcome {
  std::string output;
  int code = -1;
  bool restored = false;
};

std::string read_all(int fd, pid_t child, int& code) {
  std::string output;
  char buffer[4096];
  while (true) {
    pollfd watched{.fd = fd, .events = POLLIN, .revents = 0};
    const int ready = ::poll(&watched, 1, 20);
    const ssize_t count = ready > 0 ? ::read(fd, buffer, sizeof(buffer)) : 0;
    if (count > 0) output.append(buffer, static_cast<std::size_t>(count));
    int status = 0;
    if (count <= 0 && ::waitpid(child, &status, WNOHANG) == child) {
      code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
      return output;
    }
  }
}

Outcome on_terminal(const char* name, const std::function<int()>& body) {
  int controller = -1;
  int terminal = -1;
  const winsize size{.ws_row = 24, .ws_col = 80, .ws_xpixel = 0, .ws_ypixel = 0};
  EXPECT_EQ(::openpty(&controller, &terminal, nullptr, nullptr, &size), 0);
  const UniqueFd mine(controller);
  const UniqueFd theirs(terminal);
  termios before{};
  ::tcgetattr(terminal, &before);
  const pid_t child = ::fork();
  if (child == 0) {
    ::login_tty(terminal);
    ::setenv("TERM", name, 1);
    ::setenv("LC_ALL", "C.UTF-8", 1);
    std::_Exit(body());
  }
  Outcome outcome;
  outcome.output = read_all(controller, child, outcome.code);
  termios after{};
  ::tcgetattr(terminal, &after);
  outcome.restored = before.c_lflag == after.c_lflag && before.c_iflag == after.c_iflag &&
                     before.c_oflag == after.c_oflag;
  return outcome;
}

int show_and_throw() {
  try {
    const auto terminal = Terminal::open();
    if (!terminal.ok()) return 2;
    Grid grid(terminal.value()->size());
    grid.put(0, 0, U"▁█ shown", Style::bad);
    terminal.value()->show(grid);
    throw std::runtime_error("thrown");
  } catch (const std::exception&) {
    return 5;
  }
}

TEST(Terminal, IsLeftAsItWasByAnException) {
  const Outcome outcome = on_terminal("xterm-256color", show_and_throw);
  EXPECT_EQ(outcome.code, 5);
  EXPECT_TRUE(outcome.restored);
  EXPECT_THAT(outcome.output, HasSubstr(kEnterScreen));
  EXPECT_THAT(outcome.output, HasSubstr("▁█ shown"));
  EXPECT_GT(outcome.output.rfind(kLeaveScreen), outcome.output.find("shown"));
}

TEST(Terminal, OneWithoutColoursGetsNone) {
  const Outcome outcome = on_terminal("vt100", show_and_throw);
  EXPECT_EQ(outcome.code, 5);
  EXPECT_TRUE(outcome.restored);
  EXPECT_THAT(outcome.output, HasSubstr("shown"));
  EXPECT_THAT(outcome.output, testing::Not(HasSubstr("\033[31")));
}

TEST(Terminal, AnUnknownOneIsAnError) {
  const Outcome outcome = on_terminal("no-such-terminal", show_and_throw);
  EXPECT_EQ(outcome.code, 2);
  EXPECT_TRUE(outcome.restored);
}

TEST(Terminal, NoTerminalIsAnError) {
  if (::isatty(STDOUT_FILENO) == 1 && ::isatty(STDIN_FILENO) == 1) GTEST_SKIP();
  EXPECT_THAT(Terminal::check().error().line(), EndsWith("is no terminal; use sockq list --watch"));
}

}  // namespace
}  // namespace sockq
