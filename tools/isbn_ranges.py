#!/usr/bin/python3
"""Makes src/catalog/isbn_ranges.txt of the International ISBN Agency's range message.

isbn_ranges.py FILE [--source WORDS] > src/catalog/isbn_ranges.txt

FILE is the agency's RangeMessage.xml, or the same facts as the isbn.dat of python-stdnum.
"""

import argparse
import re
import sys
import textwrap
from email.utils import parsedate_to_datetime
from pathlib import Path
from xml.etree import ElementTree

# Group prefix ("978-85") -> agency, ranges ("00-19").
Groups = dict[str, tuple[str, list[str]]]


class Refused(Exception):
    """The input is not what it should be; the message names the place."""


def read_message(text: str) -> tuple[str, Groups]:
    root = ElementTree.fromstring(text)
    groups: Groups = {}
    for group in root.iterfind("RegistrationGroups/Group"):
        ranges = []
        for rule in group.iterfind("Rules/Rule"):
            length = int(rule.findtext("Length", ""))
            first, last = rule.findtext("Range", "").split("-")
            if length:
                ranges.append(f"{first[:length]}-{last[:length]}")
        groups[group.findtext("Prefix", "")] = (group.findtext("Agency", ""), ranges)
    return root.findtext("MessageDate", ""), groups


def read_dat(text: str) -> tuple[str, Groups]:
    date, prefix, group = "", "", ""
    groups: Groups = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#"):
            date = line.partition("file date ")[2] or date
        elif match := re.fullmatch(r"(\d{3})", line):
            prefix, group = match[1], ""
        elif match := re.fullmatch(r' (\d+) agency="(.+)"', line):
            group = f"{prefix}-{match[1]}"
            groups[group] = (match[2], [])
        elif group and re.fullmatch(r"  [\d,-]+", line):
            groups[group][1].extend(line.strip().split(","))
        elif not re.fullmatch(r" [\d,-]+", line):  # how long the groups themselves are
            raise Refused(f"line {number}: {line!r}")
    return date, groups


def compact(date: str, groups: Groups, source: str) -> str:
    day = parsedate_to_datetime(date).date().isoformat()
    lines = [
        "# Where the parts of an ISBN end: facts of the International ISBN Agency's range message.",
        f"# Source: {source}. Made by tools/isbn_ranges.py.",
        "# A group's prefix and agency, then the registrants it may hold, as long as written.",
        f"date {day}",
    ]
    for prefix, (agency, ranges) in groups.items():
        lines.append(f"{prefix} {agency}")
        lines += textwrap.wrap(
            " ".join(ranges),
            width=100,
            initial_indent=" ",
            subsequent_indent=" ",
            break_on_hyphens=False,
        )
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--source", default="RangeMessage.xml")
    options = parser.parse_args()
    text = options.file.read_text(encoding="utf-8")
    try:
        date, groups = read_message(text) if text.startswith("<") else read_dat(text)
        sys.stdout.write(compact(date, groups, options.source))
    except (Refused, ValueError, ElementTree.ParseError) as refusal:
        print(f"isbn_ranges.py: {options.file}: {refusal}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
