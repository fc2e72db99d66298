# What the benchmarks of whole programs share. A script sources this, then calls in_namespace.
# shellcheck shell=bash
set -euo pipefail
BUILD=$(realpath "${1:?usage: BENCHMARK BUILD_DIRECTORY}")
AGENT=127.0.0.1:10555

# in_namespace "$@": goes on in a new network namespace, as root there; ends what was started.
in_namespace() {
  if [ -z "${SOCKQ_IN_NAMESPACE:-}" ]; then
    SOCKQ_IN_NAMESPACE=1 exec unshare --net "$0" "$@"
  fi
  ip link set lo up
  # shellcheck disable=SC2046  # pids are words
  trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
}

# Nanoseconds on a processor, over all threads.
on_processor() { cat /proc/"$1"/task/*/schedstat | awk '{ sum += $1 } END { printf "%.0f\n", sum }'; }

# The median of an odd number of figures.
middle() { sort -g | awk '{ line[NR] = $0 } END { print line[(NR + 1) / 2] }'; }

# start_agent FLAG...: its pid is in $AGENT_PID.
start_agent() {
  "$BUILD/sockq" agent --web.listen-address "$AGENT" --log.level warn "$@" &
  AGENT_PID=$!
  until curl -sf -o /dev/null "$AGENT/-/ready"; do sleep 0.05; done
}

end_agent() {
  kill "$AGENT_PID"
  wait "$AGENT_PID" || true
}

# start_crowd SOCKETS: they are open when this returns, until end_crowd.
start_crowd() {
  local ready
  coproc CROWD { exec "$BUILD/tests/hold_crowd" "$1"; }
  read -r ready <&"${CROWD[0]}" || true
  [ "${ready:-}" = ready ]
}

end_crowd() {
  local pid=$CROWD_PID input=${CROWD[1]}
  exec {input}>&-
  wait "$pid"
}
