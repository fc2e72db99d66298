"""The dashboard of one listener: its queue, whom it serves, its buffers, its owner and its limits."""

from source.dashboard import (chosen, dashboard, finding_starts, findings, overflow_starts,
                              variables)
from source.panels import (BLUE, GREEN, GREY, PURPLE, RED, YELLOW, colour, heatmap, lines, override,
                           query, row, stat, table)

HOST = 'job=~"$job",instance=~"$instance",netns=~"$netns"'
WHERE = HOST + ',listener=~"$listener"'
# The listener, and its whole network namespace.
HERE = HOST + ',listener=~"$listener|"'
DASHED = {"fill": "dash", "dash": [8, 6]}


def of(metric, more=""):
    return f"sockq_listener_{metric}{{{WHERE}{more}}}"


def rate(metric):
    return f"rate({of(metric)}[$__rate_interval])"


def host(metric):
    return f"sockq_{metric}{{{HOST}}}"


def host_rate(metric):
    return f"rate({host(metric)}[$__rate_interval])"


def total(expr):
    return f"sum({expr})"


def buckets(metric):
    return f"sum by (le) (rate({of(metric + '_bucket')}[$__rate_interval]))"


def now():
    full = (GREEN, (0.5, YELLOW), (1, RED))
    return [
        stat("Full now", "Part of the accept queue in use at the listener's fullest socket.",
             f"max({of('fullest_socket_ratio')})", unit="percentunit", decimals=0, steps=full),
        stat("Peak, of the limit",
             "The most that waited within the agent's peak window, as a part of the limit. A full"
             " queue holds limit + 1.",
             f"{total(of('accept_queue_peak'))} / {total(of('accept_queue_limit'))}",
             unit="percentunit", decimals=0, steps=full),
        stat("Refused", "Connections a second that the full accept queue refused.",
             total(rate("overflows_total")), unit="suffix: /s", decimals=2,
             steps=(GREEN, (1e-9, RED))),
        stat("Time full", "Part of the time in which some socket's accept queue was full.",
             f"max({rate('accept_queue_full_seconds_total')})", unit="percentunit", decimals=1,
             steps=(GREEN, (1e-9, YELLOW), (0.2, RED))),
        stat("Oldest wait", "Age of the oldest connection that waits for accept().",
             f"max({of('accept_queue_oldest_wait_seconds')})", unit="s", decimals=2,
             steps=(GREEN, (1, YELLOW), (5, RED))),
        stat("Sockets", "Sockets that listen here: several with SO_REUSEPORT, each with its queue.",
             total(of("sockets")), steps=(RED, (1, BLUE))),
    ]


def accept_queue():
    return [
        lines("Queue against its limit",
              "Connections that wait for accept(), the most within the agent's peak window, and how"
              " many may wait: the smaller of the backlog and net.core.somaxconn at listen().",
              [query(total(of("accept_queue_length")), "waiting"),
               query(total(of("accept_queue_peak")), "peak"),
               query(total(of("accept_queue_limit")), "limit")],
              width=16, height=9,
              overrides=[colour("waiting", BLUE, custom__fillOpacity=30),
                         colour("peak", YELLOW, custom__fillOpacity=0),
                         colour("limit", RED, custom__fillOpacity=0, custom__lineStyle=DASHED)]),
        lines("Refused and dropped",
              "Refused: connections that met the full accept queue. Segments dropped: for any reason,"
              " retries included, and up to two for one refusal.",
              [query(total(rate("overflows_total")), "refused"),
               query(total(rate("drops_total")), "segments dropped")],
              unit="suffix: /s", width=8, height=9,
              overrides=[colour("refused", RED), colour("segments dropped", YELLOW)]),
        heatmap("How full the queue is",
                "Looks a second by how full the fullest socket's queue was, at 10 to 100 looks a"
                " second: bursts between two scrapes show here.",
                buckets("accept_queue_fill_ratio"), width=16),
        lines("Handshakes under way", "The SYN queue: handshakes that wait for the client's last packet.",
              [query(total(of("syn_queue_length")), "SYN queue")], width=8,
              overrides=[colour("SYN queue", PURPLE)]),
        lines("Time full", "Part of the time in which some socket's accept queue was full.",
              [query(f"max({rate('accept_queue_full_seconds_total')})", "full")],
              unit="percentunit", high=1, overrides=[colour("full", RED)]),
        lines("Oldest wait for accept()", "Age of the oldest connection that waits for accept().",
              [query(f"max({of('accept_queue_oldest_wait_seconds')})", "oldest")], unit="s",
              overrides=[colour("oldest", BLUE)]),
    ]


def connections():
    return [
        lines("Connections by state", "Open connections that came through the listener.",
              [query(f"sum by (state) ({of('connections')})", "{{state}}")], stacked=True, fill=40,
              width=8),
        lines("Bytes not read", "Received and not yet read by the program.",
              [query(total(of("receive_queue_bytes")), "not read")], unit="bytes", width=8,
              overrides=[colour("not read", BLUE)]),
        lines("Bytes not sent", "Written by the program: not acknowledged by the client, and of those"
              " not sent for the first time.",
              [query(total(of("send_queue_bytes")), "not acknowledged"),
               query(total(of("not_sent_bytes")), "not sent")], unit="bytes", width=8,
              overrides=[colour("not acknowledged", PURPLE), colour("not sent", YELLOW)]),
        heatmap("Fill of receive buffers",
                "Connections a second, as the sweeps meet them, by the part of the receive buffer in"
                " use. High rows: the program reads too slowly.",
                buckets("receive_buffer_fill_ratio")),
        heatmap("Fill of send buffers",
                "Connections a second, as the sweeps meet them, by the part of the send buffer in"
                " use. High rows: clients or the network take too little.",
                buckets("send_buffer_fill_ratio")),
        lines("Memory in buffers", "What the buffers of its connections take, and how much they may.",
              [query(total(of("receive_buffer_used_bytes")), "receive, used"),
               query(total(of("receive_buffer_limit_bytes")), "receive, limit"),
               query(total(of("send_buffer_used_bytes")), "send, used"),
               query(total(of("send_buffer_limit_bytes")), "send, limit")], unit="bytes", width=8,
              height=9,
              overrides=[colour("receive, used", BLUE), colour("send, used", PURPLE),
                         colour("receive, limit", BLUE, custom__fillOpacity=0,
                                custom__lineStyle=DASHED),
                         colour("send, limit", PURPLE, custom__fillOpacity=0,
                                custom__lineStyle=DASHED)]),
        lines("Held up",
              "Seconds a second in which its connections could not send: for the client's window, for"
              " their own send buffer. Ten connections held up all the time make 10 s.",
              [query(total(rate("receive_window_limited_seconds_total")), "by the client's window"),
               query(total(rate("send_buffer_limited_seconds_total")), "by the send buffer")],
              unit="s", width=8, height=9, soft_high=1),
        lines("Closed windows and retransmissions",
              "Connections that told the client to stop, whose client said stop, and that wait in a"
              " retransmission timeout.",
              [query(total(of("receive_zero_window_connections")) + " or vector(0)", "program does not read"),
               query(total(of("send_zero_window_connections")) + " or vector(0)", "client does not read"),
               query(total(of("retransmitting_connections")), "retransmitting")], width=8,
              height=9, soft_high=1),
    ]


def surroundings():
    hidden = {name: True for name in
              ("Time", "Value", "__name__", "job", "instance", "netns", "protocol", "listener")}
    info = table(
        "Owner", "Who holds the listener, as far as sockq may look.", [query(of("info"))],
        width=24, height=4,
        transformations=[{"id": "organize", "options": {
            "excludeByName": hidden, "indexByName": {}, "renameByName": {}}}])
    names = table(
        "Settings of the kernel",
        "The sysctls of this network namespace that decide queues and buffers. A new somaxconn counts"
        " from the program's next listen().",
        [query(f'label_replace({{__name__=~"sockq_sysctl_.*",{HOST}}}, "setting", "$1", "__name__",'
               ' "sockq_sysctl_(.*)")')],
        width=10, height=10,
        transformations=[
            {"id": "organize", "options": {
                "excludeByName": {name: True for name in
                                  ("Time", "__name__", "job", "instance", "netns")},
                "indexByName": {"setting": 0, "Value": 1},
                "renameByName": {"setting": "Setting", "Value": "Now"}}},
        ],
        overrides=[override("Now", unit="locale")])
    namespace = lines(
        "The whole network namespace",
        "What the kernel counts for all listeners together: refusals by full accept queues, drops by"
        " listeners for any reason, SYNs that met a full SYN queue.",
        [query(total(host_rate("listen_overflows_total")), "refused"),
         query(total(host_rate("listen_drops_total")), "dropped by listeners"),
         query(total(host_rate("syn_queue_full_drops_total")), "SYN queue full, dropped"),
         query(total(host_rate("syn_queue_full_cookies_total")), "SYN queue full, cookie sent"),
         query(total(host_rate("tcp_passive_opens_total")), "accepted")],
        unit="suffix: /s", width=14, height=10,
        overrides=[colour("refused", RED), colour("accepted", GREEN, custom__fillOpacity=0),
                   colour("dropped by listeners", YELLOW, custom__fillOpacity=0,
                          custom__lineStyle=DASHED),
                   colour("SYN queue full, dropped", PURPLE),
                   colour("SYN queue full, cookie sent", GREY)])
    return [info, namespace, names]


def listener():
    instance = chosen("instance", 'label_values(sockq_build_info{job=~"$job"}, instance)',
                      label="Instance", several=False)
    one = chosen("listener", f"label_values(sockq_listener_sockets{{{HOST}}}, listener)",
                 label="Listener", several=False)
    # Empty where one network namespace is watched: then its .* stands for no label at all.
    netns = chosen("netns", 'label_values(sockq_listener_sockets{job=~"$job",instance=~"$instance"},'
                   " netns)", label="Network namespace", several=True)
    return dashboard(
        "sockq-listener", "sockq / Listener", "One listener in depth: is it the queue, and why.",
        templating=variables(instance, netns, one), span="30m",
        annotations=[overflow_starts(WHERE), finding_starts(HERE)],
        panels=[*now(), findings(HERE, height=5, hidden=("instance", "netns")), row("Accept queue"), *accept_queue(), row("Connections and buffers"),
                *connections(), row("Owner and settings"), *surroundings()])
