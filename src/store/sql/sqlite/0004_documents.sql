-- A book is kept as the document that is served, beside the few columns that statements need. What
-- lists and searches are found by lies in the search index alone. This runs in an empty catalogue:
-- the books of an older one are copied into a new file (store/sqlite/released_catalogue).
DROP TABLE book_words;
DROP TABLE book_keys;
DROP TABLE book_versions;
DROP TABLE books;
ALTER TABLE catalogue DROP COLUMN index_seq;
-- All that a load drops were of these tables.
DELETE FROM dropped_indexes;

CREATE TABLE books (
  id            INTEGER PRIMARY KEY,
  version       INTEGER NOT NULL,
  seq           INTEGER NOT NULL,  -- of the newest change of this book
  change        INTEGER NOT NULL,  -- store::Change that made this version
  created_ms    INTEGER NOT NULL,
  updated_ms    INTEGER NOT NULL,
  actor         TEXT,
  duplicate_key INTEGER NOT NULL,  -- hash of title, author and year as they compare
  doc           TEXT NOT NULL      -- the JSON of GET /livros/{id}
) STRICT;
CREATE UNIQUE INDEX books_seq ON books (seq);
CREATE INDEX books_duplicate_key ON books (duplicate_key);

-- Every superseded version. A deletion that was undone is a row without a document.
CREATE TABLE book_versions (
  id         INTEGER NOT NULL,
  version    INTEGER NOT NULL,
  seq        INTEGER NOT NULL,
  change     INTEGER NOT NULL,
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  actor      TEXT,
  doc        TEXT,
  PRIMARY KEY (id, version)
) STRICT;
