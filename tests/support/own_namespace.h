#pragma once

#include <functional>

namespace sockq {

enum class NamespaceOutcome { passed, failed, not_allowed };

/// Runs `body` in a child process that has a network namespace of its own, with its loopback up, as
/// root or in a user namespace. The body fails by gtest's assertions, which show as usual.
[[nodiscard]] NamespaceOutcome in_own_namespace(const std::function<void()>& body);

}  // namespace sockq

/// The same as a statement of a test: skips it where a namespace may not be made.
#define SOCKQ_IN_OWN_NAMESPACE(...)                       \
  switch (sockq::in_own_namespace(__VA_ARGS__)) {         \
    case sockq::NamespaceOutcome::not_allowed:            \
      GTEST_SKIP() << "may not make a network namespace"; \
    case sockq::NamespaceOutcome::failed:                 \
      FAIL() << "in its own namespace; see above";        \
    case sockq::NamespaceOutcome::passed:                 \
      break;                                              \
  }
