#include "collectors/netns/namespace_choice.h"

#include "collectors/base/text.h"

namespace sockq {

Result<NamespaceChoice> parse_namespace_choice(std::span<const std::string> words) {
  NamespaceChoice choice;
  choice.self = words.empty();
  for (const std::string& word : words) {
    const auto pid = parse_number<std::uint32_t>(word);
    if (word.empty() || word == "." || word == ".." || (pid && *pid == 0))
      return Error{0, "names no network namespace", "--netns " + word,
                   "say all, self, a name of ip netns, a path or the number of a process"};
    if (word == "all")
      choice.all = true;
    else if (word == "self")
      choice.self = true;
    else if (pid)
      choice.pids.push_back(*pid);
    else if (word.starts_with('/'))
      choice.paths.push_back(word.substr(1));
    else if (word.find('/') == std::string::npos)
      choice.paths.push_back(std::string(kNamedNamespaces) + "/" + word);
    else
      return Error{0, "is no whole path", "--netns " + word, "begin it with /"};
  }
  return choice;
}

}  // namespace sockq
