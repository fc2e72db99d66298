#pragma once

#include <cstring>
#include <string>
#include <utility>
#include <variant>

namespace sockq {

/// Why something could not be done, in the parts of the one line a person reads.
struct Error {
  int code = 0;        ///< errno, or 0 where the kernel was not asked (text that makes no sense)
  std::string what;    ///< what was tried: "cannot read"
  std::string where;   ///< on what: "/proc/net/netstat"
  std::string remedy;  ///< what to do about it; may be empty

  /// "where: what: strerror(code); remedy"
  [[nodiscard]] std::string line() const {
    std::string text = where + ": " + what;
    if (code != 0) text.append(": ").append(std::strerror(code));
    if (!remedy.empty()) text.append("; ").append(remedy);
    return text;
  }
};

/// The value of a success that has nothing to return.
struct Unit {};

/// A value, or the Error that took its place. Ask ok() before value() or error().
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return std::holds_alternative<T>(state_); }
  [[nodiscard]] T& value() & { return std::get<T>(state_); }
  [[nodiscard]] const T& value() const& { return std::get<T>(state_); }
  [[nodiscard]] T&& value() && { return std::get<T>(std::move(state_)); }
  [[nodiscard]] const Error& error() const { return std::get<Error>(state_); }

 private:
  std::variant<T, Error> state_;
};

}  // namespace sockq
