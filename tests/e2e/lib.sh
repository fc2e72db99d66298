# What the end-to-end tests share. A test sources this, then calls in_namespace, then asserts.
# Each runs in a network namespace of its own, so its ports are free and its counters begin at 0.
# shellcheck shell=bash
set -euo pipefail

SKIPPED=77
BUILD=${1:?usage: TEST BUILD_DIRECTORY}
SOCKQ=${SOCKQ:-$BUILD/sockq}
REPOSITORY=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
AGENT=127.0.0.1:10555

skip() {
  echo "SKIPPED: $*"
  exit "$SKIPPED"
}

need() {
  local program
  for program in "$@"; do
    command -v "$program" >/dev/null || skip "$program is not installed"
  done
}

fail() {
  echo "FAILED: $*" >&2
  [ -z "${WORK:-}" ] || tail -n 20 "$WORK"/*.log >&2 2>/dev/null || true
  exit 1
}

# in_namespace "$@": goes on in a new network namespace, as root there, with a scratch directory
# in $WORK and a clean-up of everything started.
in_namespace() {
  if [ -z "${SOCKQ_IN_NAMESPACE:-}" ]; then
    local how=(unshare --net)
    [ "$(id -u)" = 0 ] || how=(unshare --user --map-root-user --net)
    "${how[@]}" true 2>/dev/null || skip "may not make a network namespace"
    SOCKQ_IN_NAMESPACE=1 exec "${how[@]}" "$0" "$@"
  fi
  ip link set lo up
  WORK=$(mktemp -d)
  chmod 755 "$WORK"
  PIDS=()
  WRITERS=()
  trap clean_up EXIT
}

# Ends everything, those in $WRITERS before those they write to; a sanitizer's report in some log fails the test.
clean_up() {
  local code=$? pid
  for pid in "${WRITERS[@]}"; do
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  for pid in "${PIDS[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${PIDS[@]}"; do wait "$pid" 2>/dev/null || true; done
  if grep -hE -A 30 'Sanitizer: |runtime error: ' "$WORK"/*.log 2>/dev/null; then code=1; fi
  rm -rf "$WORK"
  exit "$code"
}

# start NAME COMMAND...: in the background, with its output in $WORK/NAME.log; its pid is in $STARTED.
start() {
  local name=$1
  shift
  "$@" <&0 >"$WORK/$name.log" 2>&1 &
  STARTED=$!
  PIDS+=("$STARTED")
}

# await WHAT COMMAND...: until COMMAND succeeds; fails after $PATIENCE (15) seconds.
await() {
  local what=$1 deadline=$((SECONDS + ${PATIENCE:-15}))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || fail "$what: $* did not come true"
    sleep 0.02
  done
}

expect() {
  local what=$1 want=$2 got=$3
  [ "$want" = "$got" ] || fail "$what: want $want, got $got"
}

contains() { grep -qF -- "$2" <<<"$1" || fail "no '$2' in ${#1} characters that begin with: ${1:0:500}"; }

listening() { ss -Hltn "sport = :$1" | grep -q .; }

# start_agent [FLAG...]: with $AS before it, if set; awaits its HTTP server.
start_agent() {
  # shellcheck disable=SC2086  # $AS is words
  start agent ${AS:-} "$SOCKQ" agent --web.listen-address "$AGENT" "$@"
  AGENT_PID=$STARTED
  await "the agent answers" curl -sf "$AGENT/-/ready"
}

# start_serve NAME PORT [FLAG...]: the reference server, listening.
start_serve() {
  local name=$1 port=$2
  shift 2
  start "$name" "$SOCKQ" serve --listen "127.0.0.1:$port" "$@"
  await "$name listens" listening "$port"
}

# hold_clients PORT COUNT: that many clients connect at once and stay until let_clients_go.
hold_clients() {
  mkfifo "$WORK/hold"
  exec 9<>"$WORK/hold"
  start clients "$BUILD/tests/hold_clients" "127.0.0.1:$1" "$2" <"$WORK/hold" 9>&-
  CLIENTS=$STARTED
  await "the clients start" grep -q started "$WORK/clients.log"
}

let_clients_go() {
  exec 9>&-
  rm "$WORK/hold"
  wait "$CLIENTS"
}

# metric SERIES: its value now, of the running agent; empty where it has none.
metric() { curl -sf "$AGENT/metrics" | awk -v series="$1" '$1 == series { print $2 }'; }

# listener_metric NAME ADDRESS
listener_metric() { metric "sockq_listener_$1{protocol=\"tcp\",listener=\"$2\"}"; }

# kernel_counter NAME: of this namespace since its begin, as nstat says it.
kernel_counter() { nstat -asz "$1" | awk -v name="$1" '$1 == name { print $2 }'; }

# kernel_drops PORT: sk_drops over the listeners of a port, as ss says it.
kernel_drops() {
  ss -Hltnm "sport = :$1" | sed -n 's/.*,d\([0-9]*\)).*/\1/p' | awk '{ sum += $1 } END { print sum + 0 }'
}

# overflowed COUNT: the kernel of this namespace counts that many overflows or more.
overflowed() { [ "$(kernel_counter TcpExtListenOverflows)" -ge "$1" ]; }

# row_of_list ADDRESS: its words in the table on standard input, with single blanks.
row_of_list() { awk -v address="$1" '$2 == address { $1 = $1; print }'; }

# metric_is WANT FUNCTION ARGUMENT...: for await.
metric_is() {
  local want=$1
  shift
  [ "$("$@")" = "$want" ]
}

# every_collector_works [COUNT]: that many (9) or more are there, and none fails.
every_collector_works() {
  curl -sf "$AGENT/metrics" | awk -v least="${1:-9}" '
    /^sockq_scrape_collector_success/ { sum += $2; ++count }
    END { exit !(count >= least && sum == count) }'
}
