#include "agent/watch_namespaces.h"

#include "agent/descriptor_limit.h"

namespace sockq {

Result<std::unique_ptr<NamespaceWatch>> watch_namespaces(const Outside& outside,
                                                         const NetnsOptions& options) {
  Result<NamespaceChoice> choice = parse_namespace_choice(options.words);
  if (!choice.ok()) return choice.error();
  if (choice.value().only_self()) return std::unique_ptr<NamespaceWatch>();
  raise_descriptor_limit();
  return NamespaceWatch::open(outside.env(), outside.root(),
                              {std::move(choice).value(), options.most});
}

}  // namespace sockq
