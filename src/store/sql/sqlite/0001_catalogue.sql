-- The catalogue: books as they are, every version they had, and the list index derived from them.
-- Texts that are absent are NULL. List-valued fields are one text each: items end with U+001E, the
-- parts of an item with U+001F (store/packed_text.hpp). Instants are milliseconds since 1970, UTC.

-- One row of counters, written once per committed batch.
CREATE TABLE catalogue (
  one       INTEGER PRIMARY KEY CHECK (one = 1),
  seq       INTEGER NOT NULL,  -- of the newest change
  last_id   INTEGER NOT NULL,  -- the last id that the server gave
  books     INTEGER NOT NULL,  -- live ones
  index_seq INTEGER NOT NULL   -- book_keys and book_words have followed every change up to this one
) STRICT;
INSERT INTO catalogue VALUES (1, 0, 0, 0, 0);

-- Indexes that a bulk load has dropped and will make again; so does whoever opens the
-- catalogue after a load that was cut short.
CREATE TABLE dropped_indexes (
  name TEXT PRIMARY KEY,
  sql  TEXT NOT NULL
) STRICT;

CREATE TABLE books (
  id         INTEGER PRIMARY KEY,
  version    INTEGER NOT NULL,
  seq        INTEGER NOT NULL,  -- of the newest change of this book
  change     INTEGER NOT NULL,  -- store::Change that made this version
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  actor      TEXT,
  likeness   INTEGER NOT NULL,  -- hash of title, author and year as they compare: likely duplicates
  title      TEXT NOT NULL,
  author     TEXT,
  subtitle   TEXT,
  original_title TEXT,
  contributors   TEXT,
  isbn           TEXT,
  other_isbns    TEXT,
  identifiers    TEXT,
  publisher      TEXT,
  place          TEXT,
  edition        TEXT,
  year           INTEGER,
  language       TEXT,
  original_language TEXT,
  pages          INTEGER,
  subjects       TEXT,
  tags           TEXT,
  cdd            TEXT,
  cdu            TEXT,
  series         TEXT,
  volume         TEXT,
  synopsis       TEXT,
  cover          TEXT,
  extra          TEXT
) STRICT;

CREATE UNIQUE INDEX books_seq ON books (seq);
CREATE INDEX books_likeness ON books (likeness);

-- Every superseded version. A deletion that was undone is a row without a title.
CREATE TABLE book_versions (
  id         INTEGER NOT NULL,
  version    INTEGER NOT NULL,
  seq        INTEGER NOT NULL,
  change     INTEGER NOT NULL,
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  actor      TEXT,
  title      TEXT,
  author     TEXT,
  subtitle   TEXT,
  original_title TEXT,
  contributors   TEXT,
  isbn           TEXT,
  other_isbns    TEXT,
  identifiers    TEXT,
  publisher      TEXT,
  place          TEXT,
  edition        TEXT,
  year           INTEGER,
  language       TEXT,
  original_language TEXT,
  pages          INTEGER,
  subjects       TEXT,
  tags           TEXT,
  cdd            TEXT,
  cdu            TEXT,
  series         TEXT,
  volume         TEXT,
  synopsis       TEXT,
  cover          TEXT,
  extra          TEXT,
  PRIMARY KEY (id, version)
) STRICT;

-- Deleted books; their last state lies in book_versions. The id is never given again.
CREATE TABLE tombstones (
  id      INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  seq     INTEGER NOT NULL,
  at_ms   INTEGER NOT NULL,
  actor   TEXT
) STRICT;
CREATE UNIQUE INDEX tombstones_seq ON tombstones (seq);

-- isbn and other_isbns of the live books.
CREATE TABLE book_isbns (
  isbn TEXT NOT NULL,
  book INTEGER NOT NULL,
  PRIMARY KEY (isbn, book)
) STRICT, WITHOUT ROWID;

-- What a POST with an Idempotency-Key left behind, kept for 24 hours.
CREATE TABLE idempotency (
  key        TEXT PRIMARY KEY,
  request    BLOB NOT NULL,  -- SHA-256 of the request
  book       INTEGER NOT NULL,
  version    INTEGER NOT NULL,
  change     INTEGER NOT NULL,
  seq        INTEGER NOT NULL,
  duplicates TEXT,           -- ids, packed
  at_ms      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_at ON idempotency (at_ms);

-- The list index: what books sort and are filtered by. Derived from books, and allowed to lag behind
-- them: catalogue.index_seq says how far it has followed, in the same transaction.
CREATE TABLE book_keys (
  id         INTEGER PRIMARY KEY,
  title_key  TEXT NOT NULL,
  author_key TEXT NOT NULL,     -- '' when unknown
  year_key   INTEGER NOT NULL,  -- -32768 when unknown
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  language   TEXT
) STRICT;
CREATE INDEX keys_title ON book_keys (title_key);
CREATE INDEX keys_author ON book_keys (author_key);
CREATE INDEX keys_year ON book_keys (year_key);
CREATE INDEX keys_created ON book_keys (created_ms);
CREATE INDEX keys_updated ON book_keys (updated_ms);
CREATE INDEX keys_language ON book_keys (language) WHERE language IS NOT NULL;
-- For orders of several keys. They begin with the two keys whose blocks of equal values are large
-- (books of one year, books without an author), and cover the others, so that sorting within a block
-- reads the index alone.
CREATE INDEX keys_author_title ON book_keys
  (author_key, title_key, id, year_key, created_ms, updated_ms);
CREATE INDEX keys_year_title ON book_keys
  (year_key, title_key, id, author_key, created_ms, updated_ms, language);

-- Folded words, for the text filters. The tokenizer must split at our spaces only; nothing here needs
-- word positions.
CREATE VIRTUAL TABLE book_words USING fts5 (
  title, author, publisher, subject, tag,
  tokenize = 'ascii', detail = 'column', columnsize = 0
);
