#pragma once

#include <memory>
#include <optional>

#include "agent/top/glyphs.h"
#include "agent/top/grid.h"
#include "agent/top/key.h"
#include "collectors/base/result.h"

namespace sockq {

/// The terminal that standard input and output are, taken over until this is destroyed, which
/// leaves it as it was. The only one at a time; one thread.
class Terminal {
 public:
  /// An error where standard input or output is none.
  [[nodiscard]] static Result<Unit> check();
  /// An error where TERM names none. Takes LC_CTYPE from the environment. Colours are
  /// used where the terminal has them and NO_COLOR (no-color.org) is not set.
  [[nodiscard]] static Result<std::unique_ptr<Terminal>> open();
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  [[nodiscard]] Size size() const;
  [[nodiscard]] Capabilities capabilities() const;
  void show(const Grid& grid);
  /// The next key that was pressed; nothing where none was. Readable standard input means there may
  /// be one.
  [[nodiscard]] std::optional<Key> read_key();

  /// The terminal has another size now.
  void resize();
  /// Leaves the terminal as it was until the next show().
  void leave();

 private:
  struct Screen;
  explicit Terminal(std::unique_ptr<Screen> screen);

  std::unique_ptr<Screen> screen_;
};

}  // namespace sockq
