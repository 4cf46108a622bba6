-- Imports over HTTP: which file each one is, how far it has come, and what it did to which book. A
-- slice of a file is one transaction, with its books. Instants are milliseconds since 1970, UTC.
CREATE TABLE imports (
  id          INTEGER PRIMARY KEY,
  state       INTEGER NOT NULL,  -- store::ImportState
  parameters  TEXT NOT NULL,     -- the query string it was asked for with, checked
  actor       TEXT,              -- the name of the key it was sent with
  sha256      TEXT NOT NULL,
  bytes       INTEGER NOT NULL,
  repeats     INTEGER,           -- the last import of the same bytes
  request_key TEXT,              -- Idempotency-Key
  request     BLOB,              -- SHA-256 of what it was sent with
  created_ms  INTEGER NOT NULL,
  started_ms  INTEGER,
  finished_ms INTEGER,
  undone_ms   INTEGER,
  encoding    TEXT,
  bytes_read  INTEGER NOT NULL DEFAULT 0,
  records     INTEGER NOT NULL DEFAULT 0,
  created     INTEGER NOT NULL DEFAULT 0,
  updated     INTEGER NOT NULL DEFAULT 0,
  ignored     INTEGER NOT NULL DEFAULT 0,
  refused     INTEGER NOT NULL DEFAULT 0,
  warnings    INTEGER NOT NULL DEFAULT 0,
  codes       TEXT,              -- how many faults of each kind, packed
  faults      INTEGER NOT NULL DEFAULT 0,  -- rows in import_faults
  sample      TEXT,              -- books as they would be, one document a line
  undo_begun  INTEGER NOT NULL DEFAULT 0,
  deleted     INTEGER NOT NULL DEFAULT 0,  -- by undoing it, like the next two
  reverted    INTEGER NOT NULL DEFAULT 0,
  kept        INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX imports_state ON imports (state, id);
CREATE INDEX imports_sha256 ON imports (sha256, id);
CREATE INDEX imports_request_key ON imports (request_key) WHERE request_key IS NOT NULL;

-- The first thousand reasons why records were refused.
CREATE TABLE import_faults (
  import    INTEGER NOT NULL,
  place     INTEGER NOT NULL,
  record    INTEGER NOT NULL,
  line      INTEGER NOT NULL,
  pointer   TEXT,
  code      TEXT NOT NULL,
  arguments TEXT,   -- packed
  value     TEXT,
  why       TEXT,   -- in Portuguese and English, packed
  excerpt   TEXT,
  PRIMARY KEY (import, place)
) STRICT, WITHOUT ROWID;

-- The bytes of the refused records, one part a slice.
CREATE TABLE import_refused (
  import INTEGER NOT NULL,
  part   INTEGER NOT NULL,
  data   BLOB NOT NULL,
  PRIMARY KEY (import, part)
) STRICT;

-- What undoing needs: each book that a batch made or changed. A row goes once its book is as it was.
CREATE TABLE import_books (
  import         INTEGER NOT NULL,
  book           INTEGER NOT NULL,
  version_before INTEGER,  -- NULL: the batch made the book
  version        INTEGER NOT NULL,
  kept           INTEGER,  -- store::KeptBook::Why, once undoing has come by
  PRIMARY KEY (import, book)
) STRICT, WITHOUT ROWID;

-- Books by the control number that a file knew them by. A hint: a book may have lost it since.
CREATE TABLE book_controls (
  control TEXT NOT NULL,
  book    INTEGER NOT NULL,
  PRIMARY KEY (control, book)
) STRICT, WITHOUT ROWID;
