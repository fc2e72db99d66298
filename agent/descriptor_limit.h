#pragma once

namespace sockq {

/// Lets this process open as many descriptors as its hard limit allows (setrlimit(2)).
void raise_descriptor_limit();

}  // namespace sockq
