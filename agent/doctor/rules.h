#pragma once

#include <optional>

#include "agent/doctor/rule.h"

namespace sockq {

// The checks of the table of rules, a file for each theme.

// accept_queue_rules.cc: who waits for accept(), and who is refused.
[[nodiscard]] std::optional<Complaint> not_accepting(const ListenerLooks& listener);
[[nodiscard]] std::optional<Complaint> accepts_too_slowly(const ListenerLooks& listener);
[[nodiscard]] std::optional<Complaint> queue_overflows(const ListenerLooks& listener);
[[nodiscard]] std::optional<Complaint> queue_is_full(const ListenerLooks& listener);
[[nodiscard]] std::optional<Complaint> queue_nearly_full(const ListenerLooks& listener);
[[nodiscard]] std::optional<Complaint> abort_on_overflow(const TwoLooks& looks);

// group_rules.cc: the sockets of one address.
[[nodiscard]] std::optional<Complaint> sockets_imbalanced(const ListenerLooks& listener);
[[nodiscard]] std::optional<Complaint> limits_differ(const ListenerLooks& listener);

// limit_rules.cc: how long the queue may be.
[[nodiscard]] std::optional<Complaint> clamped_by_somaxconn(const ListenerLooks& listener);
[[nodiscard]] std::optional<Complaint> listens_with_old_limit(const ListenerLooks& listener);
[[nodiscard]] std::optional<Complaint> small_default_backlog(const ListenerLooks& listener);
[[nodiscard]] std::optional<Complaint> more_workers_than_queue(const ListenerLooks& listener);

// owner_rules.cc: what the processes do.
[[nodiscard]] std::optional<Complaint> owner_stopped(const ListenerLooks& listener);
[[nodiscard]] std::optional<Complaint> owner_stuck(const ListenerLooks& listener);
[[nodiscard]] std::optional<Complaint> owner_throttled(const ListenerLooks& listener);
[[nodiscard]] std::optional<Complaint> owner_busy(const ListenerLooks& listener);

// syn_queue_rules.cc: before the handshake is complete.
[[nodiscard]] std::optional<Complaint> syn_queue_full(const TwoLooks& looks);
[[nodiscard]] std::optional<Complaint> syncookies_active(const TwoLooks& looks);
[[nodiscard]] std::optional<Complaint> syns_dropped(const TwoLooks& looks);

// buffer_rules.cc: after accept().
[[nodiscard]] std::optional<Complaint> program_does_not_read(const ListenerLooks& listener);
[[nodiscard]] std::optional<Complaint> peer_does_not_read(const ListenerLooks& listener);
[[nodiscard]] std::optional<Complaint> program_does_not_close(const ListenerLooks& listener);

// memory_rules.cc: buffers of the whole namespace or host.
[[nodiscard]] std::optional<Complaint> memory_pressure(const TwoLooks& looks);
[[nodiscard]] std::optional<Complaint> receive_queues_pruned(const TwoLooks& looks);
[[nodiscard]] std::optional<Complaint> receive_queues_collapsed(const TwoLooks& looks);
[[nodiscard]] std::optional<Complaint> socket_backlogs_full(const TwoLooks& looks);

}  // namespace sockq
