"""Evaluates names by CAA records as RFC 8659 and RFC 8657 say.

Standard input: JSON with `cases` of a `zone` and a `name`, and a `new_ca` that no record names. Standard output: for each case the kind of
answer, then the name that has the records, the permitted CAs with their conditions, and the tag of the record that would permit the new CA,
but no other one, and take no permission.
"""

import json
import re
import sys

LABEL = rb"[A-Za-z0-9](?:-*[A-Za-z0-9])*"
ISSUER = rb"(?P<issuer>" + LABEL + rb"(?:\." + LABEL + rb")*)[ \t]*"
PARAMETER = LABEL + rb"[ \t]*=[ \t]*[\x21-\x3a\x3c-\x7e]*"
VALUE = re.compile(
    rb"[ \t]*(?:" + ISSUER + rb")?(?:;[ \t]*(?P<parameters>" + PARAMETER + rb"(?:[ \t]*;[ \t]*" + PARAMETER + rb")*)?[ \t]*)?"
)
# RFC 8659, RFC 9495, and the properties of the CA/Browser Forum.
KNOWN = {"issue", "issuewild", "iodef", "issuemail", "issuevmc", "contactemail", "contactphone"}


class Failed(Exception):
    """The resolver cannot look up a name."""


def look_up(zone, name):
    """Returns the name at the end of its aliases, and its records."""
    node = zone.get(name, "absent")
    if node == "fails":
        raise Failed
    if node == "absent":
        return name, []
    if "alias" in node:
        return look_up(zone, node["alias"])
    return name, [(one["flags"], one["tag"].lower(), one["value"].encode()) for one in node["records"]]


def find_relevant(zone, name):
    """RFC 8659 section 3."""
    while name:
        owner, records = look_up(zone, name)
        if records:
            return owner, records
        name = name.partition(".")[2]
    return None, []


def find_issuer(value):
    """Sections 4.2 and 4.3; RFC 8657 for accounts and methods."""
    match = VALUE.fullmatch(value)
    if match is None or match["issuer"] is None:
        return None
    pairs = [text.split(b"=", 1) for text in re.split(rb"[ \t]*;[ \t]*", match["parameters"] or b"") if text]
    conditions = {}
    for wanted, grammar in (("accounturi", rb"[^ ]+"), ("validationmethods", rb"[A-Za-z0-9-]+(?:,[A-Za-z0-9-]+)*")):
        values = [content.strip(b" \t") for tag, content in pairs if tag.strip(b" \t").lower().decode() == wanted]
        if len(values) > 1 or any(not re.fullmatch(grammar, one) for one in values):
            return None
        conditions[wanted] = values[0].decode() if values else None
    methods = conditions["validationmethods"]
    return [match["issuer"].lower().decode(), conditions["accounturi"], methods and methods.split(",")]


def list_permitted(records, is_wildcard):
    """The CAs that may issue; None: every one."""
    if any(flags & 128 and tag not in KNOWN for flags, tag, _ in records):
        return []
    values = [value for _, tag, value in records if tag == "issue"]
    wild = [value for _, tag, value in records if tag == "issuewild"]
    if is_wildcard and wild:
        values = wild
    return [issuer for issuer in map(find_issuer, values) if issuer is not None] if values else None


def permits(records, is_wildcard, ca):
    permitted = list_permitted(records, is_wildcard)
    return permitted is None or ca in [issuer for issuer, *_ in permitted]


def choose_tag(records, is_wildcard, new_ca):
    """The tag that changes least, if it permits the CA, and changes nothing for others."""
    others = {issuer[0] for _, _, value in records if (issuer := find_issuer(value))} | {"unnamed.example"}
    choices = []
    for tag in ("issue", "issuewild"):
        after = [*records, (0, tag, new_ca.encode())]
        changed = {
            (ca, wild)
            for ca in [new_ca, *others]
            for wild in (False, True)
            if permits(records, wild, ca) != permits(after, wild, ca)
        }
        if (new_ca, is_wildcard) in changed and all(ca == new_ca for ca, _ in changed):
            choices.append((len(changed), tag))
    return min(choices)[1] if choices else None


def evaluate(zone, name, new_ca):
    is_wildcard = name.startswith("*.")
    try:
        domain, records = find_relevant(zone, name.removeprefix("*.").lower())
    except Failed:
        return ["failed", None]
    permitted = list_permitted(records, is_wildcard)
    kind = "any" if permitted is None else "some" if permitted else "none"
    return [kind, [domain, permitted, choose_tag(records, is_wildcard, new_ca)]]


given = json.load(sys.stdin)
json.dump([evaluate(case["zone"], case["name"], given["new_ca"]) for case in given["cases"]], sys.stdout)
