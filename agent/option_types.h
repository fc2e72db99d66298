#pragma once

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>

#include "collectors/base/text.h"

namespace sockq {

/// A check for durations, which reach it as a number of nanoseconds.
inline CLI::Validator at_least(std::chrono::nanoseconds least, const std::string& text) {
  return CLI::Validator(
      [least, text](const std::string& number) {
        return parse_number<std::int64_t>(number).value_or(-1) < least.count()
                   ? "must be " + text + " or more"
                   : "";
      },
      "");
}

inline CLI::Validator at_most(std::chrono::nanoseconds most, const std::string& text) {
  return CLI::Validator(
      [most, text](const std::string& number) {
        const auto value = parse_number<std::int64_t>(number);
        return !value || *value > most.count() ? "must be " + text + " or less" : "";
      },
      "");
}

/// An option that takes one of the names of `choices`; its type names them all, "debug|info".
template <class T>
void add_choice(CLI::App& app, const std::string& name, T& value,
                const std::map<std::string, T>& choices, const std::string& help) {
  const auto choose = [&](const std::string& word) { value = choices.at(word); };
  std::string names;
  for (const auto& [known, ignored] : choices) names += (names.empty() ? "" : "|") + known;
  app.add_option_function<std::string>(name, choose, help)
      ->type_name(names)
      ->check([&choices](const std::string& word) {
        if (choices.contains(word)) return std::string();
        std::string refusal = "'" + word + "' is none of:";
        for (const auto& [known, ignored] : choices) refusal += " " + known;
        return refusal;
      });
}

/// An option that takes "100ms" or "5s".
inline CLI::Option* add_duration(CLI::App& app, const std::string& name,
                                 std::chrono::nanoseconds& value, const std::string& help) {
  static const std::map<std::string, std::int64_t> units{{"ns", 1},
                                                         {"us", 1'000},
                                                         {"ms", 1'000'000},
                                                         {"s", 1'000'000'000},
                                                         {"m", 60'000'000'000},
                                                         {"h", 3'600'000'000'000}};
  return app
      .add_option_function<std::int64_t>(
          name, [&value](std::int64_t number) { value = std::chrono::nanoseconds(number); }, help)
      ->transform(
          CLI::AsNumberWithUnit(units, CLI::AsNumberWithUnit::UNIT_REQUIRED).description(""))
      ->type_name("DURATION");
}

/// An option that takes "4096" or "64KiB".
template <class T>
CLI::Option* add_size(CLI::App& app, const std::string& name, T& value, const std::string& help) {
  return app
      .add_option_function<std::uint64_t>(
          name, [&value](std::uint64_t number) { value = static_cast<T>(number); }, help)
      ->transform(CLI::AsSizeValue(false).description(""))
      ->type_name("SIZE");
}

}  // namespace sockq
