"""Renders templates as NetBox does: a SandboxedEnvironment of Jinja2 with its own settings.

Standard input: a JSON list of [template, context]. Standard output: a JSON list of {"text": ...}, or {"error": ...}
with the name of the exception where Jinja renders nothing.
"""

import json
import sys

from jinja2.sandbox import SandboxedEnvironment


def rendered(template, context):
    try:
        return {"text": SandboxedEnvironment().from_string(template).render(**context)}
    except Exception as error:
        return {"error": type(error).__name__}


json.dump([rendered(template, context) for template, context in json.load(sys.stdin)], sys.stdout)
