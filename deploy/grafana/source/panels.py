"""The parts of a classic Grafana dashboard, as short functions that give what its JSON needs.

A panel is a dict without a place; `place` lays panels out from left to right, 24 columns wide.
Colours are thresholds where a value is good or bad, and fixed where they only tell lines apart.
"""

GREEN, YELLOW, RED, BLUE, PURPLE, GREY = "green", "yellow", "red", "blue", "purple", "#8e8e99"
DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}


def thresholds(*steps):
    """steps: colour of the lowest values, then (value from which, colour)."""
    base, rest = steps[0], steps[1:]
    return {
        "mode": "absolute",
        "steps": [{"color": base, "value": None}]
        + [{"color": colour, "value": value} for value, colour in rest],
    }


def query(expr, legend="", *, instant=False, form="time_series"):
    return {
        "datasource": DATASOURCE,
        "editorMode": "code",
        "expr": expr,
        "format": form,
        "instant": instant,
        "range": not instant,
        "legendFormat": legend,
    }


def override(name, **properties):
    """Of the field or series with this name; `/.../` is a regular expression."""
    matcher = "byRegexp" if name.startswith("/") else "byName"
    return {
        "matcher": {"id": matcher, "options": name},
        "properties": [
            {"id": key.replace("__", "."), "value": value} for key, value in properties.items()
        ],
    }


def colour(name, value, **more):
    return override(name, color={"mode": "fixed", "fixedColor": value}, **more)


def panel(kind, title, description, queries, *, width, height, unit, options, steps=(GREEN,),
          custom=None, overrides=(), decimals=None, low=None, high=None, extra=None):
    defaults = {
        "unit": unit,
        "thresholds": thresholds(*steps),
        "color": {"mode": "palette-classic" if kind == "timeseries" else "thresholds"},
        "mappings": [],
    }
    for key, value in (("custom", custom), ("decimals", decimals), ("min", low), ("max", high)):
        if value is not None:
            defaults[key] = value
    return {
        "type": kind,
        "title": title,
        "description": description,
        "datasource": DATASOURCE,
        "gridPos": {"w": width, "h": height},
        "targets": [dict(one, refId=chr(ord("A") + place)) for place, one in enumerate(queries)],
        "fieldConfig": {"defaults": defaults, "overrides": list(overrides)},
        "options": options,
        **(extra or {}),
    }


def stat(title, description, expr, *, unit="short", steps=(BLUE,), width=4, height=4,
         decimals=None, graph="area"):
    options = {
        "colorMode": "value",
        "graphMode": graph,
        "justifyMode": "auto",
        "orientation": "auto",
        "textMode": "value",
        "wideLayout": True,
        "showPercentChange": False,
        "percentChangeColorMode": "standard",
        "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
    }
    return panel("stat", title, description, [query(expr)], width=width, height=height, unit=unit,
                 options=options, steps=steps, decimals=decimals)


def lines(title, description, queries, *, unit="short", width=12, height=8, overrides=(), fill=12,
          stacked=False, low=0, high=None, soft_high=None, names="list"):
    """names: the legend, a list below the lines or a table beside them."""
    custom = {
        "drawStyle": "line",
        "lineInterpolation": "linear",
        "lineWidth": 1,
        "fillOpacity": fill,
        "gradientMode": "none",
        "showPoints": "never",
        "spanNulls": False,
        "axisPlacement": "auto",
        "axisBorderShow": False,
        "scaleDistribution": {"type": "linear"},
        "stacking": {"mode": "normal" if stacked else "none", "group": "A"},
        "thresholdsStyle": {"mode": "off"},
    }
    if soft_high is not None:
        custom["axisSoftMax"] = soft_high
    options = {
        "legend": {
            "showLegend": True,
            "displayMode": names,
            "placement": "right" if names == "table" else "bottom",
            "calcs": ["max"] if names == "table" else ["lastNotNull", "max"],
            "sortBy": "Max",
            "sortDesc": True,
        },
        "tooltip": {"mode": "multi", "sort": "desc"},
    }
    return panel("timeseries", title, description, queries, width=width, height=height, unit=unit,
                 options=options, custom=custom, overrides=overrides, low=low, high=high)


def heatmap(title, description, expr, *, width=12, height=8):
    """Of a histogram's buckets of a ratio, each row one bucket."""
    options = {
        "calculate": False,
        "cellGap": 1,
        "cellValues": {"unit": "suffix: /s"},
        "color": {
            "mode": "scheme",
            "scheme": "Turbo",
            "scale": "exponential",
            "exponent": 0.4,
            "fill": "dark-orange",
            "reverse": False,
            "steps": 48,
        },
        "exemplars": {"color": "rgba(255,0,255,0.7)"},
        "filterValues": {"le": 1e-9},
        "legend": {"show": True},
        "rowsFrame": {"layout": "auto"},
        "showValue": "never",
        "tooltip": {"mode": "single", "yHistogram": False, "showColorScale": True},
        "yAxis": {"axisPlacement": "left", "reverse": False, "unit": "percentunit"},
    }
    return panel("heatmap", title, description, [query(expr, "{{le}}", form="heatmap")],
                 width=width, height=height, unit="percentunit", options=options,
                 custom={"hideFrom": {"legend": False, "tooltip": False, "viz": False},
                         "scaleDistribution": {"type": "linear"}})


def table(title, description, queries, *, width=24, height=8, transformations, overrides=(),
          sort=None, descending=True):
    options = {
        "cellHeight": "sm",
        "showHeader": True,
        "sortBy": [{"displayName": sort, "desc": descending}] if sort else [],
    }
    tables = [dict(one, format="table", instant=True, range=False) for one in queries]
    return panel("table", title, description, tables, width=width, height=height, unit="short",
                 options=options, overrides=overrides,
                 custom={"align": "auto", "cellOptions": {"type": "auto"}, "inspect": False,
                         "filterable": False},
                 extra={"transformations": transformations})


def row(title):
    return {"type": "row", "title": title, "collapsed": False, "panels": [],
            "gridPos": {"w": 24, "h": 1}}


def place(panels):
    """Gives each panel its id and its place; a panel that does not fit begins a new line."""
    x = y = line_height = 0
    for number, one in enumerate(panels, 1):
        grid = one["gridPos"]
        if x + grid["w"] > 24:
            x, y, line_height = 0, y + line_height, 0
        one["id"] = number
        one["gridPos"] = {"h": grid["h"], "w": grid["w"], "x": x, "y": y}
        x += grid["w"]
        line_height = max(line_height, grid["h"])
    return panels
