#pragma once

#include "agent/options.h"

namespace sockq {

// Each runs one command to its end and returns the exit code. Errors go to stderr in one line.

int run(const Exit& exit);
int run(const AgentOptions& options);
int run(const ListOptions& options);
int run(const TopOptions& options);
int run(const ServeOptions& options);
int run(const LoadCommandOptions& options);
int run(const LabOptions& options);
int run(const DoctorOptions& options);

/// Says what went wrong, and returns `code`.
int fail(const Error& error, ExitCode code);

}  // namespace sockq
