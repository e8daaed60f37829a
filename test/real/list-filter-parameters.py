"""Prints the parameters of each filter of Jinja2 as a JSON object of lists; null if it takes any arguments.

The name of an optional parameter ends in =.
"""

import inspect
import json

from jinja2.filters import FILTERS


def list_parameters(filter):
    parameters = list(inspect.signature(filter).parameters.values())
    if any(one.kind in (one.VAR_POSITIONAL, one.VAR_KEYWORD) for one in parameters):
        return None
    # Some get the environment before the value.
    hidden = 2 if parameters[0].name in ("env", "environment", "eval_ctx", "context") else 1
    return [one.name if one.default is one.empty else one.name + "=" for one in parameters[hidden:]]


print(json.dumps({name: list_parameters(filter) for name, filter in sorted(FILTERS.items())}, indent=1))
