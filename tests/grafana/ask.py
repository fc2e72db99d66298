"""ask.py PROMETHEUS SECONDS DIRECTORY DASHBOARD...: what each query of the dashboards finds.

Writes DIRECTORY/UID.json: the dashboard, the time span in Unix seconds, and Prometheus's answers by
"PANEL.REFID"; those of annotations by "annotation.NUMBER".
"""

import json
import pathlib
import sys
import time
import urllib.parse
import urllib.request

VARIABLES = {
    "$__rate_interval": "10s",
    "$job": "sockq",
    "$instance": ".*",
    "$netns": ".*",
    "$listener": ".*",
}
OF_ONE_LISTENER = {"$instance": "web-1", "$listener": "0.0.0.0:80"}


def asker(prometheus, begin, end, variables):
    def ask(expr, instant):
        for name, value in variables.items():
            expr = expr.replace(name, value)
        words = {"query": expr}
        words |= {"time": end} if instant else {"start": begin, "end": end, "step": 1}
        kind = "query" if instant else "query_range"
        url = f"{prometheus}/api/v1/{kind}?{urllib.parse.urlencode(words)}"
        with urllib.request.urlopen(url) as answer:
            return json.load(answer)["data"]["result"]

    return ask


def answers(dashboard, ask):
    found = {}
    for panel in dashboard["panels"]:
        for target in panel.get("targets", []):
            found[f"{panel['id']}.{target['refId']}"] = ask(target["expr"], target["instant"])
    for number, annotation in enumerate(dashboard["annotations"]["list"]):
        found[f"annotation.{number}"] = ask(annotation["target"]["expr"], False)
    return found


def main(prometheus, seconds, directory, *paths):
    end = int(time.time()) - 2
    begin = end - int(seconds)
    for path in paths:
        dashboard = json.loads(pathlib.Path(path).read_text())
        names = {variable["name"] for variable in dashboard["templating"]["list"]}
        variables = VARIABLES | (OF_ONE_LISTENER if "listener" in names else {})
        answer = {"dashboard": dashboard, "begin": begin, "end": end, "variables": variables,
                  "answers": answers(dashboard, asker(prometheus, begin, end, variables))}
        (pathlib.Path(directory) / f"{dashboard['uid']}.json").write_text(json.dumps(answer))


main(*sys.argv[1:])
