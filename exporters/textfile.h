#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collectors/base/result.h"
#include "collectors/snapshot.h"

namespace sockq {

/// The metrics for node_exporter's textfile collector: those of /metrics but for process_*, which
/// node_exporter publishes of itself. Without timestamps, which it refuses. Pure.
[[nodiscard]] std::string textfile_text(const Snapshot& snapshot,
                                        const std::vector<std::string>& collectors);

/// Puts a file with that text, readable by all, in the place of `file`: a reader sees the old one
/// or the new one, whole, also where the disk is full (rename(2)). The new one is first written
/// beside it, under its name and ".tmp". Not synced to the disk: it tells of now, and nobody wants
/// it after a loss of power. The Error says what would help; then nothing is left of the new one.
[[nodiscard]] Result<Unit> replace_file(const std::string& file, std::string_view text);

}  // namespace sockq
