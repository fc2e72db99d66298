#include <variant>

#include "agent/commands.h"
#include "agent/options.h"

int main(int argc, char** argv) {
  const sockq::Command command = sockq::parse_command_line(argc, argv);
  return std::visit([](const auto& options) { return sockq::run(options); }, command);
}
