# What the tests of several network namespaces share, beside lib.sh. A test sources both and calls
# apart "$@" before in_namespace: it goes on as the first of its processes, with a /run/netns of its
# own, so that there are no network namespaces but those it makes, and all it leaves behind ends.
# shellcheck shell=bash

apart() {
  [ -z "${SOCKQ_APART:-}" ] || return 0
  [ "$(id -u)" = 0 ] && unshare --mount --pid --fork --mount-proc true 2>/dev/null ||
    skip "needs root"
  SOCKQ_APART=1 exec unshare --mount --propagation private --pid --fork --mount-proc "$0" "$@"
}

own_names() {
  mkdir -p /run/netns
  mount -t tmpfs netns /run/netns
}

# netns_state STATE: how many network namespaces are in it.
netns_state() { metric "sockq_network_namespaces{state=\"$1\"}"; }

# netns_metric NETNS NAME [LABELS]: of a namespace, LABELS as ',key="value"'.
netns_metric() { metric "sockq_$2{netns=\"$1\"${3:-}}"; }

# live_in NETNS NAME COMMAND...: starts it in a named namespace with its loopback up.
live_in() {
  local netns=$1 name=$2
  shift 2
  start "$name" ip netns exec "$netns" sh -c 'ip link set lo up; exec "$@"' sh "$@"
}

# canary NETNS: a link that the kernel takes away when the namespace of this name, or of this
# process, is really gone.
canary() { ip link add "canary-$1" type veth peer name peer netns "$1"; }
is_gone() { ! ip link show "canary-$1"; }
