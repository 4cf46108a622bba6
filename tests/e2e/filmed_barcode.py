"""A film of the EAN-13 of a book, as Chromium's false camera plays it."""

from pathlib import Path

SETS = {
    "A": "0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011".split(),
    "B": "0100111 0110011 0011011 0100001 0011101 0111001 0000101 0010001 0001001 0010111".split(),
}
PARITIES = "AAAAAA AABABB AABBAB AABBBA ABAABB ABBAAB ABBBAA ABABAB ABABBA ABBABA".split()
WIDTH, HEIGHT, MODULE = 640, 480, 4
DARK, LIGHT, GREY = 16, 235, 128


def modules(digits: str) -> str:
    """'1' where a bar is, from left to right (ISO/IEC 15420)."""
    first, *rest = (int(digit) for digit in digits)
    left = (SETS[name][digit] for name, digit in zip(PARITIES[first], rest[:6], strict=True))
    right = (SETS["A"][digit].translate({48: 49, 49: 48}) for digit in rest[6:])
    return f"101{''.join(left)}01010{''.join(right)}101"


def film(path: Path, digits: str) -> Path:
    bars = modules(digits)
    begin = (WIDTH - len(bars) * MODULE) // 2
    row = bytearray([LIGHT] * WIDTH)
    for place, module in enumerate(bars):
        if module == "1":
            at = begin + place * MODULE
            row[at : at + MODULE] = bytes([DARK] * MODULE)
    blank = bytes([LIGHT] * WIDTH) * (HEIGHT // 4)
    picture = blank + bytes(row) * (HEIGHT // 2) + blank
    colours = bytes([GREY] * (WIDTH * HEIGHT // 2))
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420mpeg2\n".encode()
    path.write_bytes(head + b"".join(b"FRAME\n" + picture + colours for _ in range(5)))
    return path
