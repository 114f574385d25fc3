"""What a page of the calendar says, read as a person or a program would."""

import csv
import io
import re
from html import unescape

ROW = re.compile(r'class="activity-link" href="/calendar/([\w-]+)/"')
FILTER = re.compile(
    r'<li><a href="([^"]+)"(?: aria-current="true")?><span>(.*?)</span> <span class="cal-count">(\d+)</span>'
)
CHIP = re.compile(r'<li><a href="([^"]+)"><span class="unseen">Take away:')
TOTAL = re.compile(r"<b>(\d+) activit(?:y|ies)\.</b>")
QUARTER = re.compile(r'id="q(\d)">[^<]*<span>(\d+) activit')


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def refs(text):
    return ROW.findall(text)


def total(text):
    found = TOTAL.search(text)
    return int(found[1]) if found else 0


def filters(text):
    """Every value of every facet: its address, its name, its count."""
    return [(unescape(url), unescape(name), int(count)) for url, name, count in FILTER.findall(text)]


def chips(text):
    return [unescape(url) for url in CHIP.findall(text)]


def quarters(text):
    return {int(number): int(count) for number, count in QUARTER.findall(text)}


def table(content):
    """The rows of a CSV file, by their columns."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
