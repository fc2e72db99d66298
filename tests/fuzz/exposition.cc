#include "tests/fuzz/exposition.h"

#include <cctype>
#include <cstdlib>
#include <set>

#include "collectors/base/text.h"
#include "collectors/base/utf8.h"
#include "tests/fuzz/fuzz.h"

namespace sockq {
namespace {

std::string cut_name(std::string_view& line) {
  std::size_t size = 0;
  while (size < line.size() &&
         (std::isalnum(static_cast<unsigned char>(line[size])) != 0 || line[size] == '_'))
    ++size;
  require(size > 0 && std::isdigit(static_cast<unsigned char>(line[0])) == 0, "a name is a name");
  const std::string name(line.substr(0, size));
  line.remove_prefix(size);
  return name;
}

void cut(std::string_view& line, char letter) {
  require(line.starts_with(letter), "what the format asks for stands there");
  line.remove_prefix(1);
}

std::string cut_quoted(std::string_view& line) {
  std::string value;
  cut(line, '"');
  while (!line.starts_with('"')) {
    require(!line.empty(), "a label's value has an end");
    char letter = line.front();
    line.remove_prefix(1);
    if (letter == '\\') {
      require(line.starts_with('\\') || line.starts_with('"') || line.starts_with('n'),
              "an escape is one of three");
      letter = line.front() == 'n' ? '\n' : line.front();
      line.remove_prefix(1);
    }
    value += letter;
  }
  cut(line, '"');
  return value;
}

Series read_series(std::string_view line) {
  Series series;
  series.name = cut_name(line);
  if (line.starts_with('{')) {
    cut(line, '{');
    while (!line.starts_with('}')) {
      const std::string label = cut_name(line);
      cut(line, '=');
      require(series.labels.emplace(label, cut_quoted(line)).second, "a label comes once");
      if (!line.starts_with('}')) cut(line, ',');
    }
    cut(line, '}');
  }
  cut(line, ' ');
  const std::string number(line);
  char* end = nullptr;
  series.value = std::strtod(number.c_str(), &end);
  require(!number.empty() && *end == '\0', "a value is a number, and nothing follows it");
  return series;
}

}  // namespace

std::vector<Series> read_exposition(std::string_view text) {
  require(valid_utf8(text) == text, "a page of metrics is UTF-8");
  std::vector<Series> all;
  std::set<std::string> described;
  std::set<std::pair<std::string, std::map<std::string, std::string>>> known;
  while (!text.empty()) {
    const std::string_view line = next_line(text);
    if (line.starts_with("# TYPE "))
      require(described.insert(std::string(line)).second, "a family is described once");
    if (line.starts_with('#')) continue;
    all.push_back(read_series(line));
    require(known.emplace(all.back().name, all.back().labels).second, "a series comes once");
  }
  return all;
}

std::set<std::string> values_of(const std::vector<Series>& series, const std::string& label) {
  std::set<std::string> values;
  for (const Series& one : series)
    if (const auto found = one.labels.find(label); found != one.labels.end())
      values.insert(found->second);
  return values;
}

}  // namespace sockq
