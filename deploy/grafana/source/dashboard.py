"""What both dashboards share: variables, links, annotations and the frame around the panels."""

from source.panels import DATASOURCE, RED, YELLOW, override, place, query, table


def chosen(name, definition, *, label, several):
    """A variable whose values Prometheus knows."""
    every = {"selected": True, "text": ["All"], "value": ["$__all"]}
    return {
        "type": "query",
        "name": name,
        "label": label,
        "datasource": DATASOURCE,
        "query": {"query": definition, "refId": name, "qryType": 1},
        "refresh": 2,
        "sort": 1,
        "multi": several,
        "includeAll": several,
        **({"allValue": ".*", "current": every} if several else {}),
    }


def variables(*more):
    datasource = {
        "type": "datasource",
        "name": "datasource",
        "label": "Data source",
        "query": "prometheus",
        "refresh": 1,
    }
    runbook = {
        "type": "constant",
        "name": "runbook",
        "label": "Where deploy/runbook.md is published",
        "query": "https://example.org/sockq/runbook.md",
        "hide": 2,
    }
    job = chosen("job", "label_values(sockq_build_info, job)", label="Job", several=True)
    return [datasource, job, *more, runbook]


def link(title, url, *, icon, tags=()):
    return {
        "title": title,
        "type": "dashboards" if tags else "link",
        "url": url,
        "tags": list(tags),
        "icon": icon,
        "tooltip": "",
        "asDropdown": False,
        "includeVars": bool(tags),
        "keepTime": bool(tags),
        "targetBlank": not tags,
    }


def annotation(name, colour, expr, *, title, text):
    return {
        "name": name,
        "datasource": DATASOURCE,
        "enable": True,
        "hide": False,
        "iconColor": colour,
        "target": {
            "refId": name,
            "expr": expr,
        },
        "titleFormat": title,
        "textFormat": text,
        "tagKeys": "",
        "useValueForTime": False,
    }


def overflow_starts(selector):
    """A mark where a listener that refused nobody begins to refuse."""
    rises = f"increase(sockq_listener_overflows_total{{{selector}}}[$__rate_interval]"
    return annotation("Overflow starts", RED,
                      f"({rises}) > 0) unless ({rises} offset $__rate_interval) > 0)",
                      title="{{listener}} begins to refuse clients", text="{{instance}} {{netns}}")


def finding_starts(selector):
    """A mark where the agent begins to find something wrong."""
    found = f"sockq_finding{{{selector}}}"
    return annotation("Finding begins", YELLOW, f"{found} unless {found} offset $__rate_interval",
                      title="{{rule}} {{listener}}", text="{{severity}} {{instance}} {{netns}}")


def findings(selector, *, width=24, height=6, hidden=()):
    """What `sockq doctor` would say now, in a row each."""
    shown = {"severity": "Severity", "rule": "Rule", "protocol": "Protocol", "listener": "Listener",
             "instance": "Instance", "netns": "Namespace"}
    labels = {name: title for name, title in shown.items() if name not in hidden}
    colours = {"critical": RED, "warning": YELLOW, "info": "text"}
    return table(
        "Findings",
        "What sockq doctor would say now; run it for the evidence, the cause and the remedy. Without a"
        " listener it is about the whole network namespace.",
        [query(f"max by ({', '.join(labels)}) (sockq_finding{{{selector}}})")],
        width=width, height=height, sort="Severity", descending=False,
        transformations=[{"id": "organize", "options": {
            "excludeByName": {"Time": True, "Value": True},
            "indexByName": {name: place for place, name in enumerate(labels)},
            "renameByName": labels}}],
        overrides=[override("Severity", custom__cellOptions={"type": "color-text"}, mappings=[
            {"type": "value", "options": {name: {"color": colour, "index": place} for place, (name, colour)
                                          in enumerate(colours.items())}}])])


def dashboard(uid, title, description, *, templating, annotations, panels, span):
    return {
        "uid": uid,
        "title": title,
        "description": description,
        "tags": ["sockq"],
        "schemaVersion": 41,
        "editable": True,
        "graphTooltip": 1,
        "refresh": "30s",
        "time": {"from": f"now-{span}", "to": "now"},
        "timezone": "browser",
        "templating": {"list": templating},
        "annotations": {"list": annotations},
        "links": [
            link("sockq", "", icon="external link", tags=["sockq"]),
            link("Runbook", "${runbook}", icon="doc"),
        ],
        "panels": place(panels),
    }
