#!/usr/bin/python3
"""Makes src/formats/marc8.txt of the mapping that pymarc carries.

marc8_tables.py > src/formats/marc8.txt     (pip install pymarc==5.4.0)

The tables are the Library of Congress's. In pymarc's form: set -> code -> (code point, combining).
"""

import sys
from importlib.metadata import version

PYMARC = "5.4.0"
NAMES = {
    0x42: "Basic Latin",
    0x45: "Extended Latin (ANSEL)",
    0x31: "East Asian (EACC)",
    0x32: "Hebrew",
    0x33: "Basic Arabic",
    0x34: "Extended Arabic",
    0x4E: "Basic Cyrillic",
    0x51: "Extended Cyrillic",
    0x53: "Greek",
    0x62: "Subscripts",
    0x67: "Greek symbols",
    0x70: "Superscripts",
}
EACC = 0x31
# Halves of a mark over two letters: the first half is the whole mark behind the first letter, the
# second half nothing.
HALVES = {0xFE20: 0x0361, 0xFE21: 0, 0xFE22: 0x0360, 0xFE23: 0}
LINE_MAX = 100

Codes = dict[int, tuple[int, int]]


def low_codes(codes: Codes) -> Codes:
    """A set may stand in either half of the code table: its codes as in the lower one."""
    return {code & 0x7F if code >= 0xA0 else code: value for code, value in codes.items()}


def lines_of(codes: Codes) -> list[str]:
    """Runs of successive codes: the first, "+" when they combine, the code points."""
    lines: list[str] = []
    expected: tuple[int, int] | None = None
    for code, (point, combines) in sorted(codes.items()):
        text = f"{HALVES.get(point, point):X}"
        if expected != (code, combines) or len(lines[-1]) + len(text) >= LINE_MAX:
            lines.append(f"{code:X}{'+' if combines else ''}")
        lines[-1] += f" {text}"
        expected = (code + 1, combines)
    return lines


def table() -> str:
    from pymarc import marc8_mapping

    lines = [
        "# The character sets of MARC-8 (Library of Congress) in Unicode, by their final byte.",
        f"# Source: pymarc {PYMARC}. Made by tools/marc8_tables.py.",
        "# A code, + when it is a mark that stands before its letter, and the code points from it",
        "# on; 0: nothing is shown.",
    ]
    for final, name in NAMES.items():
        codes: Codes = dict(marc8_mapping.CODESETS[final])
        if final == EACC:
            # What other systems write for these.
            codes.update({code: (point, 0) for code, point in marc8_mapping.ODD_MAP.items()})
        else:
            codes = low_codes(codes)
        lines.append(f"set {final:X} {name}")
        lines += lines_of(codes)
    return "\n".join(lines) + "\n"


def main() -> int:
    if version("pymarc") != PYMARC:
        print(f"marc8_tables.py: needs pymarc {PYMARC}", file=sys.stderr)
        return 1
    sys.stdout.write(table())
    return 0


if __name__ == "__main__":
    sys.exit(main())
