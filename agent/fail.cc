#include <iostream>

#include "agent/commands.h"

namespace sockq {

int run(const Exit& exit) { return exit.code; }

int fail(const Error& error, ExitCode code) {
  std::cerr << "sockq: " << error.line() << "\n";
  return code;
}

}  // namespace sockq
