# Hosts that are network namespaces, each with an agent that this namespace can reach. After lib.sh and in_namespace.
# shellcheck shell=bash

declare -A HOST

# scrape_hosts_every INTERVAL: begins $WORK/scrape.yml, to which each host adds itself.
scrape_hosts_every() {
  cat >"$WORK/scrape.yml" <<CONF
scrape_configs:
  - job_name: sockq
    scrape_interval: $1
    static_configs:
CONF
}

# host NUMBER NAME: a namespace, joined to this one; its agent is at 10.77.NUMBER.2:10555. A process that sleeps keeps
# it; its pid is in HOST[NAME].
host() {
  start "$2" unshare --net sleep infinity
  HOST[$2]=$STARTED
  await "$2 is a namespace" is_apart "$STARTED"
  ip link add "to-$2" type veth peer name eth0 netns "${HOST[$2]}"
  ip address add "10.77.$1.1/24" dev "to-$2"
  ip link set "to-$2" up
  inside "$2" ip link set lo up
  inside "$2" ip address add "10.77.$1.2/24" dev eth0
  inside "$2" ip link set eth0 up
  start_on "$2" "agent-$2" "$SOCKQ" agent
  echo "      - {targets: ['10.77.$1.2:10555'], labels: {instance: $2}}" >>"$WORK/scrape.yml"
}

# is_apart PID: it has unshared.
is_apart() {
  local network
  network=$(readlink "/proc/$1/ns/net") && [ "$network" != "$(readlink /proc/self/ns/net)" ]
}

# inside HOST COMMAND...
inside() { nsenter --target "${HOST[$1]}" --net "${@:2}"; }

# start_on HOST NAME COMMAND...: as start does; nsenter becomes the command.
start_on() { start "$2" nsenter --target "${HOST[$1]}" --net "${@:3}"; }
