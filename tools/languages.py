#!/usr/bin/python3
"""Makes src/catalog/languages.txt of the IANA registry of language subtags and of ISO 639.

languages.py REGISTRY ISO639 --date DATE > src/catalog/languages.txt

REGISTRY is IANA's registry as registry.json of the npm package language-subtag-registry, whose
meta.json tells the date; ISO639 is iso639-3.json of iso-codes, as the Python package pycountry
carries it.
"""

import argparse
import json
import sys
from pathlib import Path

HEADER = """\
# What a language tag is called by its shortest and newest name (RFC 5646 sections 4.5 and 2.2.1).
# Facts of the IANA registry of language subtags of {date} and of ISO 639. Made by
# tools/languages.py.
# tag: registered as a whole; language, extlang, variant, region: parts of a tag. What is written
# today stands last; nothing there: still called so. An extlang is also followed by its prefix."""

# Bibliographic codes of ISO 639-2 that were withdrawn, which records still hold.
WITHDRAWN = {"mol": "ro", "scc": "sr", "scr": "hr"}


def shortest_codes(iso639: str) -> dict[str, str]:
    codes = dict(WITHDRAWN)
    for language in json.loads(iso639)["639-3"]:
        short = language.get("alpha_2")
        for long in (language["alpha_3"], language.get("bibliographic")):
            if long and (short or long != language["alpha_3"]):
                codes[long] = short or language["alpha_3"]
    return codes


def table(registry: str, iso639: str) -> list[str]:
    lines = set()
    newest = {}
    for record in json.loads(registry):
        kind = record.get("Type", "")
        name = record.get("Subtag", record.get("Tag", ""))
        preferred = record.get("Preferred-Value", "")
        if kind == "language" and preferred:
            newest[name] = preferred
        elif kind == "extlang":
            lines.add(f"extlang {name} {record['Prefix'][0]} {preferred}")
        elif kind == "variant" or (kind == "region" and preferred):
            lines.add(f"{kind} {name.lower()} {preferred}".rstrip())
        elif kind == "grandfathered" or (kind == "redundant" and preferred):
            lines.add(f"tag {name.lower()} {preferred}".rstrip())
    for long, short in shortest_codes(iso639).items():
        newest.setdefault(long, newest.get(short, short))
    return sorted(lines | {f"language {name} {preferred}" for name, preferred in newest.items()})


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("registry", type=Path)
    parser.add_argument("iso639", type=Path)
    parser.add_argument("--date", required=True)
    options = parser.parse_args()
    registry = options.registry.read_text(encoding="utf-8")
    iso639 = options.iso639.read_text(encoding="utf-8")
    print("\n".join([HEADER.format(date=options.date), *table(registry, iso639)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
