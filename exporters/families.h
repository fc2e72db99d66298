#pragma once

#include <prometheus/metric_family.h>

#include <span>
#include <string_view>
#include <vector>

#include "collectors/snapshot.h"

namespace sockq {

using Families = std::vector<prometheus::MetricFamily>;

/// Names of the collectors whose metrics are wanted.
using CollectorNames = std::vector<std::string_view>;

/// All families of a snapshot, each name once, in a fixed order; those without a series are left
/// out. Only the metrics of `wanted` collectors, and those about the agent itself. Pure.
[[nodiscard]] Families make_families(const Snapshot& snapshot, const CollectorNames& wanted);

/// Adds `more` to `families`: the series of a name go into one family.
void merge_families(Families&& more, Families& families);

// The parts of make_families, a file each. Those of a namespace do not name it: make_families does.
/// Those of `wanted`: "listeners" is TCP and MPTCP, "unix" the unix sockets.
void add_listener_families(const NamespaceView& view, const CollectorNames& wanted,
                           Families& families);
/// What is known of these listeners beside their names.
void add_listener_info(std::span<const Listener* const> listeners, Families& families);
void add_wait_families(const NamespaceView& view, Families& families);
void add_owner_families(const NamespaceView& view, Families& families);
void add_connection_families(const NamespaceView& view, Families& families);
void add_value_families(const NamespaceView& view, Source source, Families& families);
void add_process_families(const Snapshot& snapshot, Families& families);
void add_finding_families(const Snapshot& snapshot, Families& families);
void add_agent_families(const Snapshot& snapshot, Families& families);

/// The Prometheus text format 0.0.4. Whole, or std::bad_alloc.
[[nodiscard]] std::string exposition_text(const Families& families);

inline constexpr const char* kExpositionType = "text/plain; version=0.0.4; charset=utf-8";

}  // namespace sockq
