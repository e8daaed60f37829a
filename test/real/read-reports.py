"""Reads reports with independent libraries, and prints what they found as JSON: read-reports.py DIRECTORY"""
import csv
import json
import sys
from pathlib import Path

import feedparser
import icalendar
import junitparser

directory = Path(sys.argv[1])
calendar = icalendar.Calendar.from_ical((directory / "a.ics").read_bytes())


def read_events():
    return [
        {
            "uid": str(event["UID"]),
            "summary": str(event["SUMMARY"]),
            "start": event.decoded("DTSTART").isoformat(),
            "status": str(event["STATUS"]),
            "sequence": int(event["SEQUENCE"]),
            "days": (event.decoded("DTEND") - event.decoded("DTSTART")).days,
        }
        for event in calendar.walk("VEVENT")
    ]


if not (directory / "a.xml").exists():
    print(json.dumps({"events": read_events()}))
    sys.exit()
suites = junitparser.JUnitXml.fromfile(str(directory / "a.xml"))
feed = feedparser.parse((directory / "a.atom").read_bytes())
with open(directory / "a.csv", newline="", encoding="utf-8") as file:
    rows = list(csv.DictReader(file, strict=True))
print(json.dumps({
    "events": read_events(),
    "cases": [
        {"name": case.name, "results": [type(result).__name__ for result in case.result]}
        for suite in suites for case in suite
    ],
    "counts": [suites.tests, suites.failures, suites.errors],
    "malformed": bool(feed.bozo),
    "entries": [{"id": entry.id, "title": entry.title} for entry in feed.entries],
    "rows": rows,
}))
