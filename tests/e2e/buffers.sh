# What the tests of the connections' buffers share, beside lib.sh.
# shellcheck shell=bash

LISTENERS="127.0.0.1:9001 127.0.0.1:9002 127.0.0.1:9003 127.0.0.1:9004"

# start_traffic PROGRAM: one of tests/support/clients, with its first listener at 9001.
start_traffic() {
  mkfifo "$WORK/hold"
  exec 9<>"$WORK/hold"
  start traffic "$BUILD/tests/$1" 9001 <"$WORK/hold" 9>&-
  await "the traffic is ready" grep -q ready "$WORK/traffic.log"
}

# of_ss [ASSIGNMENT]: what ss says of all connections, through buffer_truth.awk.
of_ss() {
  ss -HtnOmieo state connected |
    awk -v listeners="$LISTENERS" ${1:+-v "$1"} -f "$REPOSITORY/tests/e2e/buffer_truth.awk"
}

# value_of FILE SERIES
value_of() { awk -v series="$2" '$1 == series { print $2 }' "$1"; }
