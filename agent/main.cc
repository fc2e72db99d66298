#include <exception>
#include <variant>

#include "agent/commands.h"
#include "agent/options.h"

int main(int argc, char** argv) {
  const sockq::Command command = sockq::parse_command_line(argc, argv);
  try {
    return std::visit([](const auto& options) { return sockq::run(options); }, command);
  } catch (const std::exception& error) {  // no memory, or no thread
    return sockq::fail({0, error.what(), "memory or threads", "raise what bounds them"},
                       sockq::kExitFailed);
  }
}
