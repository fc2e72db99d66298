#pragma once

#include <vector>

#include "collectors/connection.h"
#include "collectors/diag/dump.h"
#include "collectors/snapshot.h"

namespace sockq {

/// Reads every connection of the namespace and folds it into its listener while it is decoded: no
/// list of connections is kept, so memory depends on the number of listeners only. On an error
/// `sweep` is empty.
[[nodiscard]] Result<Unit> sweep_connections(DumpClient& client, ConnectionSweep& sweep);

}  // namespace sockq
