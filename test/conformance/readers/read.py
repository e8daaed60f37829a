"""Reads reports with libraries for their formats: read.py PROMTOOL SARIF_SCHEMA

Standard input: a JSON list of maps with a text for each format. Standard output: a JSON list of maps with what was read.
"""

import csv
import io
import json
import subprocess
import sys

import feedparser
import icalendar
import jsonschema
import junitparser
from prometheus_client.openmetrics.parser import text_string_to_metric_families

promtool, sarif_schema = sys.argv[1:]
with open(sarif_schema, encoding="utf-8") as file:
    schema = json.load(file)
sarif = jsonschema.validators.validator_for(schema)(schema)


def read_metrics(text):
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.name == "certvigil_certificate_status":
                return [sample.labels.get(name, "") for name in ("certificate", "owner", "note")]
    return None


def read_calendar(text):
    calendar = icalendar.Calendar.from_ical(text.encode())
    events = calendar.walk("VEVENT")
    broken = [error for event in events for error in event.errors]
    return [[str(event["SUMMARY"]), str(event["DESCRIPTION"])] for event in events] + broken


def read_feed(text):
    # feedparser removes space around texts, and reads HTML unless the type says text.
    feed = feedparser.parse(text.encode(), sanitize_html=False, resolve_relative_uris=False)
    if feed.bozo:
        raise ValueError(str(feed.bozo_exception))
    return [[entry.title_detail.value, entry.content[0].value] for entry in feed.entries]


def read_junit(text):
    suites = junitparser.JUnitXml.fromstring(text.encode())
    return [[case.classname, case.name, *(result.text for result in case.result)] for suite in suites for case in suite]


def read_sarif(text):
    log = json.loads(text.encode())
    errors = [error.message[:200] for error in sarif.iter_errors(log)]
    return errors or [result["message"]["text"] for result in log["runs"][0]["results"]]


def read_csv(text):
    # newline="" keeps line ends, as the module requires.
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


READERS = {
    "openmetrics": read_metrics,
    "ics": read_calendar,
    "atom": read_feed,
    "junit": read_junit,
    "sarif": read_sarif,
    "csv": read_csv,
}


def read(kind, text):
    try:
        return READERS[kind](text)
    except Exception as error:  # The reader decides how it fails.
        return f"{type(error).__name__}: {error}"


def find_lint(reports):
    """What promtool says about the metrics of all cases; each series is there once."""
    done = subprocess.run([promtool, "check", "metrics"], input=reports.encode(), capture_output=True, check=False)
    return done.stderr.decode().strip()


answers = []
for case in json.load(sys.stdin):
    found = {kind: read(kind, text) for kind, text in case.items()}
    answers.append({**found, "promtool": find_lint(case["openmetrics"])})
json.dump(answers, sys.stdout)
