#include "agent/server/load/load.h"

#include "agent/server/load/load_loop.h"

namespace sockq {

Result<LoadResult> run_load(const LoadOptions& options, int stop_fd, const LoadProgress& progress) {
  return LoadLoop(options, stop_fd, progress).run();
}

}  // namespace sockq
