"""Reads pages as a browser does (html5lib), and Markdown as GitHub does (cmark-gfm)."""

import base64
import gzip
import hashlib
import json
import re
import subprocess
from urllib.parse import unquote

import html5lib
import yaml

# The part of a shown text that is compared: reports may shorten it behind that.
MAX_SHOWN = 90

MARKDOWN_TAGS = set("h2 h3 p table thead tbody tr th td code pre br ul li details summary a".split())
PAGE_TAGS = set("html head meta title link style body main div section h1 h2 p span table thead tbody tr th td dl dt dd".split())
ATTRIBUTES = set("lang charset http-equiv content name class id scope tabindex role aria-label rel".split())

# What GitHub turns into a mention, a reference or a symbol, unless it is code.
EFFECT = re.compile(r"@[A-Za-z0-9]|#\d|\bGH-\d|:[a-z+][a-z0-9+_-]*:|://|\bwww\.", re.ASCII)


def show(text):
    """The text as a person sees it, where spaces count once. A table of Markdown cannot show every pipe."""
    return re.sub(r"\s+", " ", text.replace("\\u{7c}", "|")).strip()[:MAX_SHOWN]


def get_text(element):
    """The text of an element, with a space for each line break."""
    own = " " if element.tag == "br" else element.text or ""
    return own + "".join(get_text(child) + (child.tail or "") for child in element)


def get_tables(page):
    return [[[get_text(cell) for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")] for table in page.iter("table")]


def get_first(page, tag):
    return show(next((get_text(element) for element in page.iter(tag)), ""))


def list_texts(element, is_code=False):
    """The texts of an element that are not code."""
    is_code = is_code or element.tag in ("code", "pre", "a")
    texts = [] if is_code else [element.text or ""]
    for child in element:
        texts += list_texts(child, is_code)
        texts += [] if is_code else [child.tail or ""]
    return texts


# ---------------------------------------------------------------------------------------------- Markdown


def is_written(href, values):
    """Whether a link leads where the renewal instructions of a certificate say."""
    # Half of a pair of surrogates cannot be written, and is replaced.
    texts = [one["renewal_instructions"].encode("utf-16", "surrogatepass").decode("utf-16", "replace") for one in values["certificates"]]
    texts = [unquote(text) for text in texts]
    return href.startswith(("https://", "http://")) and any(unquote(href) in text for text in texts)


def find_markdown_strays(page, values):
    strays = []
    for element in page.iter():
        if element.tag == "a" and set(element.attrib) == {"href"} and is_written(element.attrib["href"], values):
            continue
        is_chart = element.tag == "code" and element.attrib == {"class": "language-mermaid"}
        if element.tag not in MARKDOWN_TAGS or element.tag == "a" or (element.attrib and not is_chart):
            strays.append(f"{element.tag} {element.attrib}")
    return strays + [text for text in list_texts(page) if EFFECT.search(text)]


def parse_markdown(cmark, text):
    extensions = [part for name in ("table", "strikethrough", "autolink", "tasklist", "footnotes") for part in ("-e", name)]
    done = subprocess.run([cmark, "--unsafe", *extensions], input=text.encode(), capture_output=True, check=True)
    return html5lib.HTMLParser(namespaceHTMLElements=False).parseFragment(done.stdout.decode())


def show_cell(title, text):
    """Backticks of instructions make code."""
    return show(text.replace("`", "") if title == "How to renew" else text)


def show_tables(tables):
    return [[[show_cell(title, cell) for title, cell in zip(rows[0], row, strict=True)] for row in rows] for rows in tables]


def read_markdown(cmark, text, values, read_tables=show_tables):
    page = parse_markdown(cmark, text)
    # The fragment itself is an element of the library.
    strays = [stray for element in page for stray in find_markdown_strays(element, values)]
    return {"stray": strays, "first": get_first(page, "p"), "tables": read_tables(get_tables(page))}


# A bar of a Gantt chart of Mermaid, in which only a label without ":", ";", "#" and quotes is a text.
BAR = re.compile(r"  \S+ [^:;#\"'<>&{}%\[\]\\]+ :(?:(?:crit|done|active), )?(\d{4}-\d\d-\d\d), (\d{4}-\d\d-\d\d|1d)")


def read_chart(cmark, text):
    """The bars of a chart, each with the status of its section. Raises an error for a line that is none."""
    charts = [one for one in parse_markdown(cmark, text).iter("code") if one.attrib]
    lines = [line for chart in charts for line in get_text(chart).rstrip("\n").split("\n")]
    bars, section = [], ""
    for line in lines[lines.index("  section scan") + 2 :] if lines else []:
        if line.startswith("  section "):
            section = line[len("  section ") :]
        else:
            bars.append([section, *BAR.fullmatch(line).groups()])
    return bars


SIMPLE = re.compile(r"[ -{}~]{0,30}")


def is_simple(text):
    return SIMPLE.fullmatch(text) is not None and not re.search(r"^ | {2}| $", text)


def read_watched(cmark, text, values):
    """Reads the proposed entries as YAML, where they are not shortened."""
    names = [one for one in values["known"] if one["state"] == "unwatched"]

    def read_tables(tables):
        for rows in tables:
            if rows[0][-1] == "Entry to add":
                for row, one in zip(rows[1:], names, strict=True):
                    row[-1] = read_proposal(row[-1]) if is_simple(one["value"]) and is_simple(one["note"]) else "not read"
        return show_tables(tables)

    return read_markdown(cmark, text, values, read_tables)


def read_proposal(text):
    [entry] = yaml.safe_load(text)
    return show(" ".join(f"[{entry.pop(key)}]" for key in ("name", "endpoint", "owner")) + "".join(entry))


# ---------------------------------------------------------------------------------------------- HTML


def parse_page(text):
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page = parser.parse(text)
    # The standard calls U+FFFE and the like errors, but keeps them.
    return page, [code for _, code, _ in parser.errors if code != "invalid-codepoint"]


def find_page_strays(page):
    strays = []
    for element in page.iter():
        attributes = set(element.attrib) - ATTRIBUTES
        if element.tag == "link" and element.attrib["href"].startswith("data:"):
            attributes -= {"href"}
        if element.tag not in PAGE_TAGS | {"script"} or (attributes and element.tag != "script"):
            strays.append(f"{element.tag} {element.attrib}")
    return strays


def find_script_strays(page):
    """Whether the policy of the page allows its scripts and styles."""
    policy = next(one.attrib["content"] for one in page.iter("meta") if "http-equiv" in one.attrib)
    code = [(one.tag, get_text(one)) for one in page.iter() if one.tag in ("script", "style") and not one.attrib]
    hashes = [f"{tag}-src 'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for tag, text in code]
    data = [one for one in page.iter("script") if set(one.attrib) == {"type", "id"} and one.attrib["type"] == "text/plain"]
    others = len(list(page.iter("script"))) - len(data)
    return [one for one in hashes if one not in policy] + ([] if others <= 1 else ["more scripts"])


def read_page(page, errors, first="p"):
    strays = errors + find_page_strays(page) + find_script_strays(page)
    tables = [[[show(cell) for cell in row] for row in table] for table in get_tables(page)]
    return {"stray": strays, "window": get_first(page, "title"), "first": get_first(page, first), "tables": tables}


def read_audit(text):
    page, errors = parse_page(text)
    return read_page(page, errors + [f"{one.tag}" for one in page.iter("script")])


def read_dashboard(text):
    page, errors = parse_page(text)
    scripts = {one.attrib["id"]: unpack(get_text(one)) for one in page.iter("script") if "id" in one.attrib}
    data, details = scripts["data"], scripts["details-0"]
    columns, tables = data["columns"], data["tables"]
    return {
        **read_page(page, errors, "h1"),
        "title": show(data["title"]),
        "certificates": [read_record(index, columns, tables, details) for index in range(len(columns["entry"]))],
        "known": [
            [[show(row["name"]), row["kind"], show(row["by"]), *([] if index == 0 else [show(row["note"])])] for row in rows]
            for index, rows in enumerate(data["known"]["rows"])
        ],
    }


def unpack(text):
    return json.loads(gzip.decompress(base64.b64decode(text)))


def read_record(index, columns, tables, block):
    def look_up(column, default):
        position = columns[column][index]
        return default if position < 0 else tables[column][position]

    item = block["items"][index]
    name = columns["alias"][index] or tables["entries"][columns["entry"][index]]
    return {
        "name": show(name),
        "owner": show(look_up("owners", "")),
        "labels": [[show(part) for part in pair] for pair in look_up("labels", [])],
        "instructions": show(look_up("instructions", "")),
        "names": [show(one) for one in columns["names"][index] or []],
        "locations": [show(one) for one in columns["locations"][index]],
        "until": columns["until"][index],
        "subject": show(item["subject"]),
        "serial": item["serial"],
        "issuer": show(look_up("issuers", "")),
        "chain": [show(link["name"]) for link in block["shared"][item["chain"]]],
        "findings": [show(one["text"]) for one in item["findings"]],
        "policies": [
            [one["name"], one["result"], *(show(check["text"]) for check in one["checks"])]
            for one in block["shared"][item["policies"]]
        ],
    }
