"""Validates manifests against the published schema with PyYAML and jsonschema: validate.py SCHEMA

Standard input: a JSON list of texts. Standard output: a JSON list of "valid", or "invalid" with LINE:KIND of each error.
PyYAML resolves scalars as YAML 1.1 does, so the rules of the core schema of YAML 1.2 (10.3.2) are given here.
"""

import json
import re
import sys

import jsonschema
import yaml

CORE = [
    ("null", r"^(null|Null|NULL|~|)$", lambda text: None),
    ("bool", r"^(true|True|TRUE|false|False|FALSE)$", lambda text: text.lower() == "true"),
    ("int", r"^[-+]?[0-9]+$", int),
    ("int", r"^0o[0-7]+$", lambda text: int(text[2:], 8)),
    ("int", r"^0x[0-9a-fA-F]+$", lambda text: int(text[2:], 16)),
    ("float", r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", float),
    ("float", r"^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$", lambda text: float(text.replace(".", ""))),
]
MERGE = "<<"


class Invalid(Exception):
    """A document that YAML forbids, with its line."""

    def __init__(self, line):
        super().__init__(line)
        self.line = line


def read_scalar(node):
    tag = node.tag.removeprefix("tag:yaml.org,2002:")
    if node.style in ("'", '"', "|", ">") and tag == "str":
        return node.value
    for kind, pattern, convert in CORE:
        if re.match(pattern + r"\Z", node.value, re.ASCII) and (tag == kind or not node.explicit):
            return convert(node.value)
    if node.explicit and tag != "str":
        raise Invalid(node.start_mark.line + 1)
    return node.value


class Value:
    """A value with the nodes of its parts, for their lines."""

    def __init__(self, node, data, keys, items):
        self.node, self.data, self.keys, self.items = node, data, keys, items


def build(node):
    if isinstance(node, yaml.ScalarNode):
        return Value(node, read_scalar(node), {}, {})
    if isinstance(node, yaml.SequenceNode):
        items = dict(enumerate(map(build, node.value)))
        return Value(node, [item.data for item in items.values()], {}, items)
    keys, items, merged = {}, {}, []
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise Invalid(key.start_mark.line + 1)
        if key.value == MERGE and key.style is None:
            merged += value.value if isinstance(value, yaml.SequenceNode) else [value]
            continue
        if key.value in keys:
            raise Invalid(key.start_mark.line + 1)
        keys[key.value], items[key.value] = key, build(value)
    for source in merged:
        if not isinstance(source, yaml.MappingNode):
            raise Invalid(source.start_mark.line + 1)
        more = build(source)
        for name, item in more.items.items():
            if name not in keys:
                keys[name], items[name] = more.keys[name], item
    return Value(node, {name: item.data for name, item in items.items()}, keys, items)


class Loader(yaml.SafeLoader):
    """Keeps whether a scalar has a tag: `explicit`."""

    def compose_scalar_node(self, anchor):
        explicit = self.peek_event().tag is not None
        node = super().compose_scalar_node(anchor)
        node.explicit = explicit
        return node


Loader.yaml_implicit_resolvers = {}


def match_pattern(validator, pattern, instance, schema):
    # ECMA 262: \d is ASCII, and $ only matches the end.
    ours = re.sub(r"\\.|\[(?:\\.|[^\]])*\]|\$", lambda part: r"\Z" if part[0] == "$" else part[0], pattern)
    if isinstance(instance, str) and not re.search(ours, instance, re.ASCII):
        yield jsonschema.ValidationError("pattern")


def is_missing(error):
    """Whether a key is missing, also in one of several forms."""
    if error.validator not in ("anyOf", "oneOf"):
        return error.validator == "required"
    forms = any("required" in form for form in error.validator_value)
    return forms or any(is_missing(one) for one in error.context if not one.relative_path)


def list_given(error, value):
    """The keys that exclude one another."""
    names = {name for form in error.validator_value for name in form.get("required", ())}
    return [key for name, key in value.keys.items() if name in names]


def list_causes(error):
    """The errors of a map that is neither false nor the map that is allowed, or the error itself."""
    forms = error.validator_value if error.validator == "anyOf" and isinstance(error.instance, dict) else []
    if {"const": False} not in forms:
        return [error]
    return [one for one in error.context if one.validator != "const"]


def list_errors(validator, root):
    for error in (one for error in validator.iter_errors(root.data) for one in list_causes(error)):
        value = root
        for step in error.absolute_path:
            value = value.items[step]
        if error.validator == "additionalProperties":
            known, patterns = error.schema.get("properties", {}), error.schema.get("patternProperties", {})
            for name in error.instance:
                if name not in known and not any(re.search(pattern, name) for pattern in patterns):
                    yield value.keys[name], "unknown"
        elif error.validator == "propertyNames" or "propertyNames" in error.absolute_schema_path:
            yield value.keys[error.instance], "value"
        elif error.validator == "dependentRequired":
            for name, needed in error.validator_value.items():
                if name in error.instance and not all(one in error.instance for one in needed):
                    yield value.keys[name], "missing"
        elif error.validator == "dependentSchemas":
            continue
        elif error.validator == "oneOf" and not isinstance(error.instance, dict):
            # Its forms are about the keys of a map: another type is an error of its own.
            continue
        elif error.validator == "oneOf" and len(given := list_given(error, value)) > 1:
            yield max(given, key=lambda key: key.start_mark.index), "missing"
        elif "dependentSchemas" in error.absolute_schema_path:
            path = list(error.absolute_schema_path)
            yield value.keys[path[path.index("dependentSchemas") + 1]], "missing"
        else:
            yield value.node, "missing" if is_missing(error) else "value"


def find_line(text, node):
    """The line of a node; of a list or map after its anchor and tag."""
    if isinstance(node, yaml.ScalarNode):
        return node.start_mark.line + 1
    before = re.match(r"(?:[&!]\S*(?:\s|#[^\n]*\n)*)*", text[node.start_mark.index:])[0]
    return node.start_mark.line + 1 + before.count("\n")


def answer(validator, text):
    try:
        node = yaml.compose(text, Loader)
        root = None if node is None else build(node)
        if root is None or root.data is None:
            return "invalid 1:syntax"
        errors = {(find_line(text, node), kind) for node, kind in list_errors(validator, root)}
    except Invalid as error:
        return f"invalid {error.line}:syntax"
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return f"invalid {mark.line + 1}:syntax"
    except (yaml.YAMLError, RecursionError):
        return "invalid 1:syntax"
    return " ".join(["invalid", *(f"{line}:{kind}" for line, kind in sorted(errors))]) if errors else "valid"


with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
kind = jsonschema.validators.extend(jsonschema.Draft202012Validator, {"pattern": match_pattern})
json.dump([answer(kind(schema), text) for text in json.load(sys.stdin)], sys.stdout)
