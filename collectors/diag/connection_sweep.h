#pragma once

#include "collectors/connection_fold.h"
#include "collectors/diag/dump.h"

namespace sockq {

/// Reads every connection of the namespace and folds it while it is decoded. Nothing is finished:
/// after a success `fold` holds one whole dump, after an error it must begin anew.
[[nodiscard]] Result<Unit> sweep_connections(DumpClient& client, ConnectionFold& fold);

}  // namespace sockq
