#!/usr/bin/python3
"""Draws the picture of a book without a cover: a cloth binding with its spine and an empty label.
embed.py puts it into the program as a PNG; the same bytes each time."""

import struct
import zlib

WIDTH, HEIGHT = 300, 450
CLOTH, SPINE, GILT, PAPER = range(4)
PALETTE = bytes.fromhex("7b2331 5d1a25 c9a24b f4ecdd")


def rows() -> list[bytearray]:
    picture = [bytearray([CLOTH]) * WIDTH for _ in range(HEIGHT)]

    def fill(left: int, top: int, right: int, bottom: int, colour: int) -> None:
        for row in picture[top:bottom]:
            row[left:right] = bytes([colour]) * (right - left)

    fill(0, 0, 26, HEIGHT, SPINE)
    fill(26, 0, 28, HEIGHT, GILT)
    # A frame of two pixels, and within it the label with the lines that nobody has written.
    fill(50, 24, 278, 426, GILT)
    fill(52, 26, 276, 424, CLOTH)
    fill(82, 90, 246, 210, PAPER)
    for top in (118, 142, 166):
        fill(106, top, 222, top + 4, SPINE)
    return picture


def chunk(kind: bytes, data: bytes) -> bytes:
    checked = kind + data
    return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))


def placeholder_cover() -> bytes:
    """A PNG (ISO/IEC 15948) of eight bits a pixel, by palette."""
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
    lines = b"".join(b"\0" + row for row in rows())
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"PLTE", PALETTE)
        + chunk(b"IDAT", zlib.compress(lines, 9))
        + chunk(b"IEND", b"")
    )
