"""A newer release as the running instances may meet it: this one, with one migration more.

It is made of a copy of the binary. The last migration in its table gets the next number and another
text, which only adds; the database has run the one that stood there before, from this release.
"""

import struct
from pathlib import Path

from service import BINARY, ROOT

MIGRATIONS = sorted((ROOT / "src/store/sql/postgres").glob("*.sql"))
NUMBER = len(MIGRATIONS) + 1

# One of each kind: a column in a table that is written all the time, one in the row of counters, an
# index that writes wait for, a table that a trigger fills from now on.
ADDS = """
ALTER TABLE documents ADD COLUMN future text;
ALTER TABLE catalogue ADD COLUMN future bigint NOT NULL DEFAULT 0;
CREATE INDEX documents_future ON documents (updated_ms, id);
CREATE TABLE future (id bigint PRIMARY KEY);
CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN
INSERT INTO future VALUES (NEW.id) ON CONFLICT DO NOTHING; RETURN NEW; END';
CREATE TRIGGER keep AFTER INSERT OR UPDATE ON documents FOR EACH ROW EXECUTE FUNCTION keep();
"""


def newer_binary(folder: Path) -> Path:
    """An entry of the table is a number, a name and a text: lengths, and addresses that stay."""
    last = MIGRATIONS[-1]
    text = last.read_bytes()
    name = last.stem.partition("_")[2]
    program = BINARY.read_bytes()
    adds = ADDS.strip().encode()
    assert len(adds) <= len(text), f"no room in {last.name} for another migration"
    program = replaced(program, text, adds.ljust(len(text)), "the text")
    old = struct.pack("<iiQ", NUMBER - 1, 0, len(name))
    at = one_place(program, old, struct.pack("<Q", len(text)), "the entry")
    entry = struct.pack("<iiQ", NUMBER, 0, len(name))
    program = program[:at] + entry + program[at + len(entry) :]
    made = folder / "api-livros-newer"
    made.write_bytes(program)
    made.chmod(0o755)
    return made


def replaced(program: bytes, old: bytes, new: bytes, what: str) -> bytes:
    assert program.count(old) == 1, f"{what} is {program.count(old)} times in the binary"
    return program.replace(old, new)


def one_place(program: bytes, begin: bytes, end: bytes, what: str) -> int:
    """Where `begin`, any address and `end` stand one behind the other."""
    places, at = [], program.find(begin)
    while at >= 0:
        if program[at + len(begin) + 8 :].startswith(end):
            places.append(at)
        at = program.find(begin, at + 1)
    assert len(places) == 1, f"{what} is {len(places)} times in the binary"
    return places[0]
