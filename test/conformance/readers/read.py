"""Reads reports with libraries for their formats: read.py PROMTOOL CMARK SARIF_SCHEMA BOM_SCHEMA

Standard input: a JSON list of maps with `reports` (a text for each), `badges` (the files of a directory), and the `values` and the `source`
that they were made from. Standard output: a JSON list of maps with what was read.
"""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import feedparser
import icalendar
import jsonschema
import junitparser
from lxml import etree
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from read_pages import read_audit, read_chart, read_dashboard, read_markdown, read_watched
from referencing import Registry, Resource

promtool, cmark, sarif_schema, bom_schema = sys.argv[1:]


def load(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))


def create_validator(path, *others):
    """`others` are schemas in the same directory, which are named by their file."""
    schema = load(path)
    base = schema.get("$id", "").rpartition("/")[0]
    resources = [(f"{base}/{name}", Resource.from_contents(load(Path(path).parent / name))) for name in others]
    return jsonschema.validators.validator_for(schema)(schema, registry=Registry().with_resources(resources))


def list_errors(validator, value):
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(value)]


sarif = create_validator(sarif_schema)
bom = create_validator(bom_schema, "spdx.SNAPSHOT.schema.json", "jsf-0.82.SNAPSHOT.schema.json")
report_schema = create_validator("schema/report.schema.json", "definitions.schema.json")
watched_schema = create_validator("schema/watched.schema.json")


# ---------------------------------------------------------------------------------------------- JSON


def repair(value):
    """Replaces lone surrogates, which no text in UTF-8 has."""
    if isinstance(value, dict):
        return {repair(key): repair(member) for key, member in value.items()}
    if isinstance(value, list):
        return [repair(member) for member in value]
    return re.sub("[\ud800-\udfff]", "\ufffd", value) if isinstance(value, str) else value


def find_change(value, given, path="$"):
    """The first path at which a value differs from the given one."""
    if type(value) is not type(given):
        return path
    if isinstance(value, dict):
        if list(value) != list(given):
            return f"{path}: {list(value)}"
        pairs = [(f"{path}.{key}", value[key], given[key]) for key in value]
    elif isinstance(value, list) and len(value) == len(given):
        pairs = [(f"{path}[{index}]", *pair) for index, pair in enumerate(zip(value, given))]
    else:
        return None if value == given else path
    return next((found for where, one, other in pairs if (found := find_change(one, other, where))), None)


def read_json(text, validator, given):
    value = json.loads(text.encode())
    return list_errors(validator, value) or find_change(value, repair(given)) or "as given"


def count_known(items):
    count = {state: [one["state"] for one in items].count(state) for state in ("watched", "unwatched", "ignored", "undeclared")}
    return {
        "total": count["watched"] + count["unwatched"],
        "watched": count["watched"],
        "unwatched": count["unwatched"],
        "logged": 0,
        "ignored": count["ignored"],
        "undeclared": count["undeclared"],
    }


def read_sarif(text):
    log = json.loads(text.encode())
    return list_errors(sarif, log) or [
        [
            result["level"],
            log["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"]]["id"],
            result["message"]["text"],
            result["properties"]["certificate"],
            result["properties"]["owner"],
            [one["name"] for one in result["locations"][0]["logicalLocations"]],
        ]
        for result in log["runs"][0]["results"]
    ]


def read_key(key, get):
    """The name of a key, its size in bits, and its algorithm."""
    own = key["cryptoProperties"]["relatedCryptoMaterialProperties"]
    return [key["name"], own["size"], get(own["algorithmRef"])["name"]]


def read_bom(text):
    """The certificates, and what is wrong: references that lead nowhere, or to several components."""
    value = json.loads(text.encode())
    components = value["components"]
    refs = [one["bom-ref"] for one in components]
    certificates = [one for one in components if "evidence" in one]
    properties = [one["cryptoProperties"]["certificateProperties"] for one in certificates]
    parts = {one["ref"]: one["dependsOn"] for one in value["dependencies"]}
    get = {one["bom-ref"]: one for one in components}.get
    used = [one[key] for one in properties for key in ("signatureAlgorithmRef", "subjectPublicKeyRef")]
    used += [ref for one in value["dependencies"] for ref in [one["ref"], *one["dependsOn"]]]
    problems = list_errors(bom, value) + [ref for ref in used if refs.count(ref) != 1]
    return {
        "problems": problems,
        "certificates": [
            {
                "name": one["name"],
                "subject": own["subjectName"],
                "issuer": own["issuerName"],
                "from": own["notValidBefore"],
                "to": own["notValidAfter"],
                "key": read_key(get(own["subjectPublicKeyRef"]), get),
                "parts": [get(ref)["name"] for ref in parts[one["bom-ref"]]],
                "locations": [place["location"] for place in one["evidence"]["occurrences"]],
                "properties": [[pair["name"], pair["value"]] for pair in one["properties"]],
            }
            for one, own in zip(certificates, properties)
        ],
    }


# ---------------------------------------------------------------------------------------------- badges


def get_contrast(color):
    """The contrast of white text on a color `#rrggbb` (WCAG 2.2)."""
    parts = [int(part, 16) / 255 for part in re.fullmatch("#(..)(..)(..)", color).groups()]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def read_badge(text):
    """The endpoint format of shields.io, with its required fields and the color."""
    badge = json.loads(text.encode())
    if set(badge) != {"schemaVersion", "label", "message", "color"} or badge["schemaVersion"] != 1:
        raise ValueError(str(badge))
    if badge["message"] == "" or get_contrast(badge["color"]) < 4.5:
        raise ValueError("invisible")
    return [badge["label"], badge["message"]]


SVG = "{http://www.w3.org/2000/svg}"


def read_image(text):
    image = etree.fromstring(text.encode())
    tags = [element.tag for element in image.iter()]
    if tags != [SVG + tag for tag in ("svg", "title", "rect", "path", "g", "text", "text")]:
        raise ValueError(str(tags))
    if get_contrast(image.find(f"{SVG}path").get("fill")) < 4.5:
        raise ValueError("invisible")
    texts = [element.text or "" for element in image.iter(f"{SVG}text")]
    return [image.findtext(f"{SVG}title"), image.get("aria-label"), *texts]


def to_text(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def read_badges(files):
    index = json.loads(files["index.json"])["badges"]
    listed = sorted(name for badge in index for name in badge["files"])
    if listed != sorted(set(files) - {"index.json"}):
        raise ValueError(f"{listed} are listed")
    part = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,120}"
    odd = [name for name in files if re.fullmatch(f"{part}(/{part})*", name) is None]
    if odd:
        raise ValueError(str(odd))
    badges = [
        [one["type"], one.get("label"), one["name"], read_badge(files[one["files"][0]]), read_image(files[one["files"][1]])]
        for one in index
    ]
    return sorted(badges, key=to_text)


# ---------------------------------------------------------------------------------------------- other formats


# The part of a label that is compared: behind that, reports tell its length.
MAX_LABEL = 400


def read_metrics(text):
    expiries, statuses = {}, []
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            values = [sample.labels.get(name, "")[:MAX_LABEL] for name in ("certificate", "owner", "note")]
            if sample.name == "certvigil_certificate_expiry_timestamp_seconds":
                expiries[json.dumps(values)] = int(sample.value)
            if sample.name == "certvigil_certificate_status":
                statuses.append([*values, sample.labels["status"]])
    return [[*status, expiries[json.dumps(status[:3])]] for status in statuses]


def read_calendar(text):
    calendar = icalendar.Calendar.from_ical(text.encode())
    events = calendar.walk("VEVENT")
    broken = [error for event in events for error in event.errors]
    days = [[event.decoded(name).isoformat() for name in ("DTSTART", "DTEND")] for event in events]
    return [[str(event["SUMMARY"]), str(event["DESCRIPTION"]), *own] for event, own in zip(events, days)] + broken


def read_feed(text):
    # feedparser removes space around texts, and reads HTML unless the type says text.
    feed = feedparser.parse(text.encode(), sanitize_html=False, resolve_relative_uris=False)
    if feed.bozo:
        raise ValueError(str(feed.bozo_exception))
    return [[entry.title_detail.value, entry.content[0].value] for entry in feed.entries]


def read_junit(text):
    suites = junitparser.JUnitXml.fromstring(text.encode())
    return [
        [suite.name, [suite.tests, suite.failures, suite.errors], case.classname, case.name, *(part for result in case.result for part in (result.message, result.text))]
        for suite in suites
        for case in suite
    ]


def read_csv(text):
    # newline="" keeps line ends, as the module requires.
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


READERS = {
    "openmetrics": read_metrics,
    "ics": read_calendar,
    "atom": read_feed,
    "junit": read_junit,
    "sarif": read_sarif,
    "cyclonedx": read_bom,
    "csv": read_csv,
    "csv-excel": read_csv,
    "badge": read_badge,
    "badge-svg": read_image,
    "watched-badge": read_badge,
    "html": read_dashboard,
    "audit": read_audit,
    "audit-csv": read_csv,
}


def create_readers(case):
    """The readers that know what a report was made from."""
    source, values = case["source"], case["values"]
    watched = {"version": 1, "counts": count_known(source["watched"]), "items": source["watched"]}
    return {
        **READERS,
        "json": lambda text: read_json(text, report_schema, source["report"]),
        "watched-json": lambda text: read_json(text, watched_schema, watched),
        "markdown": lambda text: {**read_markdown(cmark, text, values), "chart": read_chart(cmark, text)},
        "audit-markdown": lambda text: read_markdown(cmark, text, values),
        "watched": lambda text: read_watched(cmark, text, values),
    }


def attempt(read, given):
    try:
        return read(given)
    except Exception as error:  # The reader decides how it fails.
        return f"{type(error).__name__}: {error}"


def find_lint(metrics):
    """What promtool says about metrics."""
    done = subprocess.run([promtool, "check", "metrics"], input=metrics.encode(), capture_output=True, check=False)
    return done.stderr.decode().strip()


answers = []
for case in json.load(sys.stdin):
    readers = create_readers(case)
    found = {name: attempt(readers[name], text) for name, text in case["reports"].items()}
    badges = attempt(read_badges, case["badges"])
    answers.append({**found, "badges": badges, "promtool": find_lint(case["reports"]["openmetrics"])})
json.dump(answers, sys.stdout)
