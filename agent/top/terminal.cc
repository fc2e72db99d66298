#include "agent/top/terminal.h"

#define NCURSES_NOMACROS 1
#define NCURSES_WIDECHAR 1
#include <langinfo.h>
#include <ncurses.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <clocale>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

namespace sockq {

/// What ncurses keeps of the terminal, and what it can show.
struct Terminal::Screen {
  SCREEN* screen = nullptr;
  Capabilities can;
  bool colour = false;
};

namespace {

constexpr short kAccentPair = 1;
constexpr short kNearPair = 2;
constexpr short kBadPair = 3;
constexpr short kDefault = -1;

bool wants_colour() {
  const char* refusal = std::getenv("NO_COLOR");
  return refusal == nullptr || *refusal == '\0';
}

bool begin_colours() {
  if (!wants_colour() || !::has_colors()) return false;
  ::start_color();
  ::use_default_colors();
  ::init_pair(kAccentPair, COLOR_CYAN, kDefault);
  ::init_pair(kNearPair, COLOR_YELLOW, kDefault);
  ::init_pair(kBadPair, COLOR_RED, kDefault);
  return true;
}

/// Without colours what is bad is bold: its row has a mark as well.
attr_t attributes_of(Style style, bool colour) {
  const auto pair = [colour](short number) {
    return colour ? static_cast<attr_t>(COLOR_PAIR(number)) : attr_t{A_NORMAL};
  };
  switch (style) {
    case Style::dim:
      return colour ? A_DIM : A_NORMAL;
    case Style::strong:
      return A_BOLD;
    case Style::heading:
      return A_REVERSE;
    case Style::accent:
      return A_BOLD | pair(kAccentPair);
    case Style::near:
      return pair(kNearPair);
    case Style::bad:
      return A_BOLD | pair(kBadPair);
    case Style::normal:
      break;
  }
  return A_NORMAL;
}

Key key_of(wint_t code) {
  static constexpr std::array<std::pair<wint_t, Key::Code>, 10> kKeys{{
      {KEY_UP, Key::Code::up},
      {KEY_DOWN, Key::Code::down},
      {KEY_PPAGE, Key::Code::page_up},
      {KEY_NPAGE, Key::Code::page_down},
      {KEY_HOME, Key::Code::home},
      {KEY_END, Key::Code::end},
      {KEY_ENTER, Key::Code::enter},
      {KEY_BACKSPACE, Key::Code::backspace},
      {KEY_DC, Key::Code::backspace},
      {KEY_BTAB, Key::Code::tab},
  }};
  for (const auto& [known, key] : kKeys)
    if (known == code) return {key};
  return {};
}

Key key_of_character(wint_t character) {
  switch (character) {
    case '\r':
    case '\n':
      return {Key::Code::enter};
    case '\t':
      return {Key::Code::tab};
    case 27:
      return {Key::Code::escape};
    case 8:
    case 127:
      return {Key::Code::backspace};
    default:
      return {Key::Code::character, static_cast<char32_t>(character)};
  }
}

std::wstring glyphs_of(const Grid& grid, std::size_t row, std::size_t begin, std::size_t end) {
  std::wstring text;
  for (std::size_t column = begin; column < end; ++column)
    if (const char32_t glyph = grid.at(row, column).glyph; glyph != 0)
      text += static_cast<wchar_t>(glyph);
  return text;
}

}  // namespace

Result<Unit> Terminal::check() {
  const char* remedy = "use sockq list --watch";
  if (::isatty(STDOUT_FILENO) != 1) return Error{0, "is no terminal", "standard output", remedy};
  if (::isatty(STDIN_FILENO) != 1) return Error{0, "is no terminal", "standard input", remedy};
  return Unit{};
}

Result<std::unique_ptr<Terminal>> Terminal::open() {
  std::setlocale(LC_CTYPE, "");
  auto screen = std::make_unique<Screen>();
  screen->screen = ::newterm(nullptr, stdout, stdin);
  const char* name = std::getenv("TERM");
  if (screen->screen == nullptr)
    return Error{0, "knows no such terminal", std::string("TERM=") + (name ? name : ""),
                 "set TERM to what it is, such as xterm"};
  screen->can.utf8 = std::strcmp(::nl_langinfo(CODESET), "UTF-8") == 0;
  ::cbreak();
  ::noecho();
  ::nonl();
  ::keypad(stdscr, TRUE);
  ::nodelay(stdscr, TRUE);
  ::set_escdelay(25);
  ::curs_set(0);
  screen->colour = begin_colours();
  return std::unique_ptr<Terminal>(new Terminal(std::move(screen)));
}

Terminal::Terminal(std::unique_ptr<Screen> screen) : screen_(std::move(screen)) {}

Terminal::~Terminal() {
  ::endwin();
  ::delscreen(screen_->screen);
}

Size Terminal::size() const {
  return {static_cast<std::size_t>(getmaxy(stdscr)), static_cast<std::size_t>(getmaxx(stdscr))};
}

Capabilities Terminal::capabilities() const { return screen_->can; }

void Terminal::show(const Grid& grid) {
  for (std::size_t row = 0; row < grid.size().rows; ++row) {
    for (std::size_t begin = 0; begin < grid.size().columns;) {
      const Cell& first = grid.at(row, begin);
      std::size_t end = begin + 1;
      while (end < grid.size().columns && grid.at(row, end).style == first.style &&
             grid.at(row, end).selected == first.selected)
        ++end;
      const attr_t marked = first.selected ? A_REVERSE : A_NORMAL;
      ::attrset(static_cast<int>(attributes_of(first.style, screen_->colour) | marked));
      ::mvaddwstr(static_cast<int>(row), static_cast<int>(begin),
                  glyphs_of(grid, row, begin, end).c_str());
      begin = end;
    }
  }
  ::attrset(A_NORMAL);
  ::move(0, 0);
  ::refresh();
}

std::optional<Key> Terminal::read_key() {
  wint_t code = 0;
  const int kind = ::get_wch(&code);
  if (kind == ERR) return std::nullopt;
  return kind == KEY_CODE_YES ? key_of(code) : key_of_character(code);
}

void Terminal::resize() {
  winsize window{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) != 0 || window.ws_row == 0) return;
  ::resizeterm(window.ws_row, window.ws_col);
  ::clear();
}

void Terminal::leave() { ::endwin(); }

}  // namespace sockq
