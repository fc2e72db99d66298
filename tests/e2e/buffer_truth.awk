# The series of /metrics that follow from what `ss -HtnOmieo state connected` says. Give
# listeners="ADDR:PORT ...": a connection from elsewhere to one of them is a peer's. With rows=1: a
# line for each connection instead.

BEGIN {
  split(listeners, list, " ")
  for (i in list) listens[list[i]]
  buckets = split("0 0.1 0.25 0.5 0.75 0.9 1 +Inf", bounds, " ")
  name["ESTAB"] = "established"
  name["CLOSE-WAIT"] = "close_wait"
  name["FIN-WAIT-2"] = "fin_wait2"
}

# after(PATTERN): the number that follows it; 0 where ss is silent, as it is about a 0.
function after(pattern, text) {
  if (!match($0, pattern "[0-9]+")) return 0
  text = substr($0, RSTART, RLENGTH)
  sub(pattern, "", text)
  return text + 0
}

# within(OPENING, PARTS): the words between it and the next parenthesis.
function within(opening, parts) {
  split("", parts)
  if (match($0, opening "\\([^)]*\\)"))
    split(substr($0, RSTART + length(opening) + 1, RLENGTH - length(opening) - 2), parts, ",")
}

# add(METRIC, LABEL, VALUE): to that series of the connection's listener or peer.
function add(metric, label, value) {
  values["sockq_" kind "_" metric "{" labels (label == "" ? "" : "," label) "}"] += value
}

function observe(metric, ratio, i) {
  for (i = 1; i <= buckets; i++)
    add(metric "_bucket", "le=\"" bounds[i] "\"", bounds[i] == "+Inf" || ratio <= bounds[i] + 0)
  add(metric "_count", "", 1)
  add(metric "_sum", "", ratio)
}

# choose($4, $5): whose connection it is, for add(); false where nobody's of interest.
function choose(local, remote) {
  if (local in listens) {
    kind = "listener"
    labels = "protocol=\"tcp\",listener=\"" local "\""
  } else if (remote in listens) {
    kind = "peer"
    labels = "peer=\"" remote "\""
  } else {
    return 0
  }
  return 1
}

{
  within("skmem:", memory)
  for (i in memory) sub(/^[a-z]+/, "", memory[i])
  receive_used = memory[1]
  receive_limit = memory[2]
  send_limit = memory[4]
  send_used = memory[6]
  not_sent = after(" notsent:")
}

rows {
  print $4, $5, name[$1], after(" ino:"), / ino:0 / ? "true" : "false", $2, $3, receive_used, \
    receive_limit, send_used, send_limit, not_sent
  next
}

{
  receive_queues[NR] = $2
  send_queues[NR] = $3
  window[$4, $5] = after(" snd_wnd:")
}

choose($4, $5) {
  add("connections", "state=\"" name[$1] "\"", 1)
  add("receive_queue_bytes", "", $2)
  add("send_queue_bytes", "", $3)
  add("not_sent_bytes", "", not_sent)
  add("receive_buffer_used_bytes", "", receive_used)
  add("receive_buffer_limit_bytes", "", receive_limit)
  add("send_buffer_used_bytes", "", send_used)
  add("send_buffer_limit_bytes", "", send_limit)
  add("socket_backlog_bytes", "", memory[8])
  observe("receive_buffer_fill_ratio", receive_used / receive_limit)
  observe("send_buffer_fill_ratio", send_used / send_limit)
  within("timer:", timer)
  add("retransmitting_connections", "", timer[1] == "on" && timer[3] > 0)
  add("receive_window_limited_seconds_total", "", after(" rwnd_limited:") / 1000)
  add("send_buffer_limited_seconds_total", "", after(" sndbuf_limited:") / 1000)
  add("retransmitted_segments_total", "", after(" retrans:[0-9]+/"))
  add("socket_drops_total", "", memory[9])
}

# ss shows the window that the other end advertised: this end's own is found there.
function add_zero_windows(ends, end) {
  for (end in window) {
    split(end, ends, SUBSEP)
    if (!choose(ends[1], ends[2])) continue
    add("send_zero_window_connections", "", window[end] == 0)
    add("receive_zero_window_connections", "", window[ends[2], ends[1]] == 0)
  }
}

function show_largest(metric, queues, rank, i, best) {
  for (rank = 1; rank <= 10; rank++) {
    best = 0
    for (i in queues) if (!best || queues[i] > queues[best]) best = i
    values["sockq_" metric "{rank=\"" rank "\"}"] = queues[best]
    delete queues[best]
  }
}

END {
  if (rows) exit
  add_zero_windows()
  show_largest("largest_receive_queue_bytes", receive_queues)
  show_largest("largest_send_queue_bytes", send_queues)
  for (series in values) printf "%s %.17g\n", series, values[series] | "sort"
}
