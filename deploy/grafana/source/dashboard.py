"""What both dashboards share: variables, links, annotations and the frame around the panels."""

from source.panels import DATASOURCE, RED, place


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


def overflow_starts(selector):
    """A mark where a listener that refused nobody begins to refuse."""
    rises = f"increase(sockq_listener_overflows_total{{{selector}}}[$__rate_interval]"
    return {
        "name": "Overflow starts",
        "datasource": DATASOURCE,
        "enable": True,
        "hide": False,
        "iconColor": RED,
        "target": {
            "refId": "Overflow starts",
            "expr": f"({rises}) > 0) unless ({rises} offset $__rate_interval) > 0)",
        },
        "titleFormat": "{{listener}} begins to refuse clients",
        "textFormat": "{{instance}} {{netns}}",
        "tagKeys": "",
        "useValueForTime": False,
    }


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
