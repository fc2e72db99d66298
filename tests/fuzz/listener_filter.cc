// --listener.include and --listener.exclude, and the addresses that they choose by.
#include "agent/listener_filter.h"

#include <string>

#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sockq;
  Input input(data, size);
  const std::string include(input.part());
  const std::string exclude(input.part());
  const std::string_view address = input.rest();
  const auto both = make_listener_filter(include, exclude);
  const auto included = make_listener_filter(include, "");
  const auto not_excluded = make_listener_filter("", exclude);
  require(both.ok() == (included.ok() && not_excluded.ok()), "each expression stands for itself");
  if (!both.ok()) {
    require(!both.error().line().empty(), "a refusal says why");
    return 0;
  }
  require(both.value()(address) == (included.value()(address) && not_excluded.value()(address)),
          "a listener is watched where it is included and not excluded");
  return 0;
}
