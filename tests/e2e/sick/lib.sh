# What the staged sicknesses share: each is a script that makes one in a namespace of its own and
# tells what doctor must find first. Run by doctor_test, or by hand: sick/NAME BUILD_DIRECTORY.
# shellcheck shell=bash
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
need jq python3 ss

# python NAME CODE [ARGUMENT...]: a program in the background.
python() {
  local name=$1
  shift
  start "$name" python3 -c "$@"
}

# found_first RULE LISTENER: what doctor says first now.
found_first() {
  local code=0
  "$SOCKQ" doctor --for 1s --json >"$WORK/doctor.json" 2>"$WORK/doctor.log" || code=$?
  [ "$code" = 1 ] && [ "$(jq -r '.findings[0] | "\(.rule) \(.listener)"' "$WORK/doctor.json")" = "$1 $2" ]
}

# finds_first RULE LISTENER: as soon as the sickness shows.
finds_first() {
  local deadline=$((SECONDS + 25))
  until found_first "$1" "$2"; do
    [ "$SECONDS" -lt "$deadline" ] || fail "want $1 $2, got: $(jq -r '.findings[] | "\(.severity) \(.rule) \(.listener): \(.evidence)"' "$WORK/doctor.json")"
  done
  jq -r '.findings[0] | "\(.severity) \(.rule): \(.evidence)"' "$WORK/doctor.json"
}

# also_finds RULE: somewhere in the same findings.
also_finds() { jq -e --arg rule "$1" 'any(.findings[]; .rule == $rule)' "$WORK/doctor.json" >/dev/null || fail "no $1 beside it"; }

# first_says MEMBER PART: of the first finding.
first_says() { contains "$(jq -r ".findings[0].$1" "$WORK/doctor.json")" "$2"; }

# start_nginx DIRECTIVE: with one worker, on port 8081.
start_nginx() {
  need nginx curl
  cat >"$WORK/nginx.conf" <<CONF
daemon off;
error_log stderr;
pid $WORK/nginx.pid;
events {}
http {
  access_log off;
  client_body_temp_path $WORK; proxy_temp_path $WORK; fastcgi_temp_path $WORK;
  uwsgi_temp_path $WORK; scgi_temp_path $WORK;
  server { listen 127.0.0.1:8081; return 200 "well\n"; }
}
CONF
  start nginx nginx -c "$WORK/nginx.conf"
  NGINX=$STARTED
  await "nginx answers" curl -sf 127.0.0.1:8081
}

# flood_half_open BACKLOG: a server on 10.7.0.1:8080 gets SYNs from addresses that do not answer: at most 2,000
# in 40 s.
flood_half_open() {
  [ "$(id -u)" = 0 ] || skip "needs root"
  sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.lo.rp_filter=0
  ip address add 10.7.0.1/32 dev lo
  ip route add 10.7.1.0/24 dev lo
  start serve "$SOCKQ" serve --listen 10.7.0.1:8080 --backlog "$1"
  await "it listens" listening 8080
  python flood 'import socket, struct, time
def checksum(data):
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    total = (total >> 16) + (total & 0xffff)
    return ~(total + (total >> 16)) & 0xffff
out = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
target = socket.inet_aton("10.7.0.1")
for number in range(2000):
    source = socket.inet_aton("10.7.1.%d" % (1 + number % 250))
    tcp = struct.pack("!HHIIBBHHH", 1024 + number, 8080, number, 0, 5 << 4, 2, 1000, 0, 0)
    whole = checksum(source + target + struct.pack("!BBH", 0, 6, len(tcp)) + tcp)
    tcp = tcp[:16] + struct.pack("!H", whole) + tcp[18:]
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), number, 0, 64, 6, 0, source, target)
    out.sendto(ip + tcp, ("10.7.0.1", 0))
    time.sleep(0.02)'
}
