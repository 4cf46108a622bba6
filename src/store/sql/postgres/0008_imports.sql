-- Imports over HTTP: which file each one is, how far it has come, and what it did to which book. A
-- slice of a file is one transaction, with its books. Instants are milliseconds since 1970, UTC.
-- Only adds tables: an instance of the release before serves beside them.
CREATE SEQUENCE import_ids;
CREATE TABLE imports (
  id          bigint PRIMARY KEY,
  state       smallint NOT NULL,  -- store::ImportState
  parameters  text NOT NULL,      -- the query string it was asked for with, checked
  actor       text,               -- the name of the key it was sent with
  sha256      text NOT NULL,
  bytes       bigint NOT NULL,
  repeats     bigint,             -- the last import of the same bytes
  request_key text,               -- Idempotency-Key
  request     bytea,              -- SHA-256 of what it was sent with
  created_ms  bigint NOT NULL,
  started_ms  bigint,
  finished_ms bigint,
  undone_ms   bigint,
  encoding    text,
  bytes_read  bigint NOT NULL DEFAULT 0,
  records     bigint NOT NULL DEFAULT 0,
  created     bigint NOT NULL DEFAULT 0,
  updated     bigint NOT NULL DEFAULT 0,
  ignored     bigint NOT NULL DEFAULT 0,
  refused     bigint NOT NULL DEFAULT 0,
  warnings    bigint NOT NULL DEFAULT 0,
  codes       text,               -- how many faults of each kind, packed
  faults      bigint NOT NULL DEFAULT 0,  -- rows in import_faults
  sample      text,               -- books as they would be, one document a line
  undo_begun  smallint NOT NULL DEFAULT 0,
  deleted     bigint NOT NULL DEFAULT 0,  -- by undoing it, like the next two
  reverted    bigint NOT NULL DEFAULT 0,
  kept        bigint NOT NULL DEFAULT 0,
  -- The instance that runs it, and until when nobody else may take it over (docs/adr/0017).
  owner       bigint,
  lease_until timestamptz
);
CREATE INDEX imports_state ON imports (state, id);
CREATE INDEX imports_sha256 ON imports (sha256, id);
CREATE INDEX imports_request_key ON imports (request_key) WHERE request_key IS NOT NULL;

-- The file itself, so that any instance can read it. Compressing it again would cost more than it
-- saves.
CREATE TABLE import_files (
  import bigint NOT NULL,
  part   integer NOT NULL,
  data   bytea NOT NULL,
  PRIMARY KEY (import, part)
);
ALTER TABLE import_files ALTER COLUMN data SET STORAGE EXTERNAL;

-- The first thousand reasons why records were refused.
CREATE TABLE import_faults (
  import    bigint NOT NULL,
  place     integer NOT NULL,
  record    bigint NOT NULL,
  line      bigint NOT NULL,
  pointer   text,
  code      text NOT NULL,
  arguments text,   -- packed
  value     text,
  why       text,   -- in Portuguese and English, packed
  excerpt   text,
  PRIMARY KEY (import, place)
);

-- The bytes of the refused records, one part a slice.
CREATE TABLE import_refused (
  import bigint NOT NULL,
  part   bigint NOT NULL,
  data   bytea NOT NULL,
  PRIMARY KEY (import, part)
);

-- What undoing needs: each book that a batch made or changed. A row goes once its book is as it was.
CREATE TABLE import_books (
  import         bigint NOT NULL,
  book           bigint NOT NULL,
  version_before bigint,  -- NULL: the batch made the book
  version        bigint NOT NULL,
  kept           smallint,  -- store::KeptBook::Why, once undoing has come by
  PRIMARY KEY (import, book)
);

-- Books by the control number that a file knew them by. A hint: a book may have lost it since.
CREATE TABLE book_controls (
  control text NOT NULL,
  book    bigint NOT NULL,
  PRIMARY KEY (control, book)
);
