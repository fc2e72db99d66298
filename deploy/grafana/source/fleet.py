"""The dashboard of a fleet: which listener anywhere is in trouble."""

from source.dashboard import (chosen, dashboard, finding_starts, findings, overflow_starts,
                              variables)
from source.panels import (GREEN, GREY, RED, YELLOW, colour, heatmap, lines, override, query,
                           row, stat, table)

WHERE = 'job=~"$job",instance=~"$instance"'
LISTENER = "instance, netns, protocol, listener"
NAME = "{{instance}} {{netns}} {{listener}}"


def of(metric, more=""):
    return f"sockq_{metric}{{{WHERE}{more}}}"


def rate(metric):
    return f"rate({of(metric)}[$__rate_interval])"


# Nobody came: nobody was refused.
ATTEMPTS = f"({rate('listen_overflows_total')} + {rate('tcp_passive_opens_total')})"
REFUSED = f"sum({rate('listen_overflows_total')}) / (sum({ATTEMPTS}) > 0) or vector(0)"
REFUSED_BY_INSTANCE = (f"{rate('listen_overflows_total')} / ({ATTEMPTS} > 0)"
                       f" or 0 * {rate('listen_overflows_total')}")
# Listeners that refuse, are half full, or let a client wait for a second.
IN_TROUBLE = (f"({rate('listener_overflows_total')} > 0)"
              f" or ({rate('listener_accept_queue_full_seconds_total')} > 0)"
              f" or ({of('listener_fullest_socket_ratio')} >= 0.5)"
              f" or ({of('listener_accept_queue_oldest_wait_seconds')} >= 1)")


def column(expr):
    """A table's value of the listeners in trouble alone, one row a listener."""
    return query(f"max by ({LISTENER}) ({expr})"
                 f" and on ({LISTENER}) max by ({LISTENER}) ({IN_TROUBLE})")


def worst(expr):
    return f"topk(10, max by ({LISTENER}) ({expr}))"


def overview():
    return [
        stat("sockq answers", "Instances whose sockq Prometheus scrapes.",
             'sum(up{job=~"$job",instance=~"$instance"})', steps=(RED, (1, GREEN))),
        stat("sockq is silent", "Instances whose sockq does not answer: nobody sees their queues.",
             'sum(1 - up{job=~"$job",instance=~"$instance"})', steps=(GREEN, (1, RED))),
        stat("Listeners", "Listeners that are open and watched.",
             f"count({of('listener_sockets')} > 0)"),
        stat("Refuse clients", "Listeners whose full accept queue refused a client just now.",
             f"count({rate('listener_overflows_total')} > 0) or vector(0)",
             steps=(GREEN, (1, RED))),
        stat("Let clients wait", "Listeners at which a client has waited for accept() for a second.",
             f"count({of('listener_accept_queue_oldest_wait_seconds')} >= 1) or vector(0)",
             steps=(GREEN, (1, YELLOW))),
        stat("Attempts refused",
             "Connection attempts that met a full accept queue, of all attempts. Retries count.",
             REFUSED, unit="percentunit", decimals=2, steps=(GREEN, (0.001, YELLOW), (0.0144, RED))),
    ]


def trouble():
    columns = {
        "Refused": rate("listener_overflows_total"),
        "Time full": rate("listener_accept_queue_full_seconds_total"),
        "Full now": of("listener_fullest_socket_ratio"),
        "Peak": of("listener_accept_queue_peak"),
        "Limit": of("listener_accept_queue_limit"),
        "Oldest wait": of("listener_accept_queue_oldest_wait_seconds"),
    }
    names = {f"Value #{chr(ord('A') + place)}": name for place, name in enumerate(columns)}
    labels = {"instance": "Instance", "netns": "Namespace", "protocol": "Protocol",
              "listener": "Listener"}
    order = [*labels, *names]
    there = "/d/sockq-listener/sockq-listener?${datasource:queryparam}&${job:queryparam}" \
            "&var-instance=${__data.fields.Instance}&var-listener=${__data.fields.Listener}" \
            "&${__url_time_range}"
    gauge = {"type": "gauge", "mode": "basic", "valueDisplayMode": "text"}
    text = {"type": "color-text"}
    bad = {"mode": "absolute", "steps": [{"color": "text", "value": None},
                                         {"color": RED, "value": 1e-9}]}
    late = {"mode": "absolute", "steps": [{"color": "text", "value": None},
                                          {"color": YELLOW, "value": 1},
                                          {"color": RED, "value": 5}]}
    fill = {"mode": "absolute", "steps": [{"color": GREEN, "value": None},
                                          {"color": YELLOW, "value": 0.5},
                                          {"color": RED, "value": 1}]}
    return table(
        "Listeners in trouble",
        "Listeners that refuse clients, were full, are half full, or let a client wait for a second."
        " A click on one opens it.",
        [column(expr) for expr in columns.values()], sort="Refused", height=7,
        transformations=[
            {"id": "merge", "options": {}},
            {"id": "organize", "options": {
                "excludeByName": {"Time": True},
                "indexByName": {name: place for place, name in enumerate(order)},
                "renameByName": {**labels, **names}}},
        ],
        overrides=[
            override("Listener", links=[{"title": "Open ${__value.text}", "url": there}]),
            override("Refused", unit="suffix: /s", decimals=2, thresholds=bad,
                     custom__cellOptions=text),
            override("Time full", unit="percentunit", decimals=1, thresholds=bad,
                     custom__cellOptions=text),
            override("Full now", unit="percentunit", decimals=0, min=0, max=1, thresholds=fill,
                     custom__cellOptions=gauge),
            override("Oldest wait", unit="s", decimals=2, thresholds=late, custom__cellOptions=text),
        ])


def queues():
    return [
        lines("Refused clients",
              "Connections a second that full accept queues refused: the ten worst listeners.",
              [query(worst(rate("listener_overflows_total")), NAME)],
              unit="suffix: /s", names="table", soft_high=1),
        lines("Attempts refused, by instance",
              "Attempts that met a full accept queue, of all of the network namespace. The line is"
              " the objective: 0.1 %.",
              [query(f"topk(10, {REFUSED_BY_INSTANCE})", "{{instance}} {{netns}}"),
               query("vector(0.001)", "objective")],
              unit="percentunit", names="table",
              overrides=[colour("objective", GREY, custom__fillOpacity=0,
                                custom__lineStyle={"fill": "dash", "dash": [8, 6]})]),
        lines("Fullest accept queues",
              "The most that waited within the agent's peak window, as a part of the limit: the ten"
              " fullest. At the red line a queue is full.",
              [query(worst(of("listener_accept_queue_peak") + " / ("
                           + of("listener_accept_queue_limit") + " > 0)"), NAME),
               query("vector(1)", "full")],
              unit="percentunit", names="table", fill=0,
              overrides=[colour("full", RED, custom__fillOpacity=0,
                                custom__lineStyle={"fill": "dash", "dash": [8, 6]})]),
        lines("Oldest waits for accept()",
              "Age of the oldest connection that waits for accept(): the ten oldest.",
              [query(worst(of("listener_accept_queue_oldest_wait_seconds")), NAME)], unit="s",
              names="table", soft_high=1),
        heatmap("Fill of all accept queues",
                "Looks a second by how full the listener's fullest socket was. In the lowest row"
                " queues are empty, at 1 they are full.",
                f"sum by (le) ({rate('listener_accept_queue_fill_ratio_bucket')})"),
        lines("Time full",
              "Part of the time in which some socket's accept queue was full: the ten worst"
              " listeners.",
              [query(worst(rate("listener_accept_queue_full_seconds_total")), NAME)],
              unit="percentunit", high=1, names="table"),
    ]


def agents():
    missed, taken = rate("samples_missed_total"), rate("samples_total")
    return [
        stat("Collectors fail", "Collectors whose latest look failed: their values are absent.",
             f"count({of('scrape_collector_success')} == 0) or vector(0)",
             steps=(GREEN, (1, RED)), width=4, height=7),
        stat("Sockets left out", "Listening sockets beyond --listener.max: they have no series.",
             "sum(" + of("listening_sockets_left_out", ',reason="max"') + ")",
             steps=(GREEN, (1, YELLOW)), width=4, height=7),
        lines("Looks missed", "Looks left out, as the one before still ran or had used up --sample.max-cpu: the ten worst.",
              [query(f"topk(10, {missed} / ({taken} + {missed}))", "{{instance}} {{lane}}")],
              unit="percentunit", width=8, height=7, soft_high=0.1),
        lines("Processor time of sockq", "Part of one processor that sockq uses: the ten dearest.",
              [query(f'topk(10, rate(process_cpu_seconds_total{{{WHERE}}}[$__rate_interval]))',
                     "{{instance}}")],
              unit="percentunit", width=8, height=7),
    ]


def fleet():
    instance = chosen("instance", 'label_values(sockq_build_info{job=~"$job"}, instance)',
                      label="Instance", several=True)
    return dashboard(
        "sockq-fleet", "sockq / Fleet", "Which listener anywhere is in trouble.",
        templating=variables(instance), span="1h",
        annotations=[overflow_starts(WHERE), finding_starts(WHERE)],
        panels=[*overview(), row("Accept queues"), trouble(), findings(WHERE), *queues(), row("sockq itself"),
                *agents()])
