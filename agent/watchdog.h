#pragma once

#include "agent/sampler.h"
#include "agent/stop_signal.h"

namespace sockq {

/// Waits for a signal to stop. Meanwhile tells the service manager, if it watches, four times in
/// its time that sockq lives; but not while a lane of the sampler is late by more than half of it:
/// one that hangs gets sockq restarted.
void wait_and_tell(const StopSignal& stop, const Sampler& sampler);

}  // namespace sockq
