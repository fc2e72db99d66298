#pragma once

namespace sockq {

/// For a process after fork(2): signals do what they do by default and none is blocked, but for
/// SIGINT. Ctrl-C reaches the whole foreground group, and the parent decides what comes of it.
void reset_child_signals();

}  // namespace sockq
