-- The catalogue on PostgreSQL: the same columns as on SQLite (store/book_columns.hpp), lists packed
-- into one text each, instants in milliseconds since 1970, UTC. What lists sort and filter by lies in
-- the row of the book itself: PostgreSQL keeps its indexes within the commit at little cost.

-- One row of counters. Every writing transaction takes it last, just before it commits: sequence
-- numbers are in commit order (docs/adr/0006).
CREATE TABLE catalogue (
  one   boolean PRIMARY KEY DEFAULT true CHECK (one),
  seq   bigint NOT NULL,  -- of the newest change
  books bigint NOT NULL   -- live ones
) WITH (fillfactor = 10);
INSERT INTO catalogue (seq, books) VALUES (0, 0);

-- Indexes that a bulk load has dropped and will make again.
CREATE TABLE dropped_indexes (
  name text PRIMARY KEY,
  sql  text NOT NULL
);

-- Ids that the server gives; never moved back, and none is given twice.
CREATE SEQUENCE book_ids AS bigint MINVALUE 1 MAXVALUE 9007199254740991;

CREATE TABLE books (
  id         bigint PRIMARY KEY,
  version    bigint NOT NULL,
  seq        bigint NOT NULL,
  change     smallint NOT NULL,
  created_ms bigint NOT NULL,
  updated_ms bigint NOT NULL,
  actor      text,
  title             text COLLATE "C" NOT NULL,
  author            text COLLATE "C",
  subtitle          text COLLATE "C",
  original_title    text COLLATE "C",
  contributors      text COLLATE "C",
  isbn              text COLLATE "C",
  other_isbns       text COLLATE "C",
  identifiers       text COLLATE "C",
  publisher         text COLLATE "C",
  place             text COLLATE "C",
  edition           text COLLATE "C",
  year              integer,
  language          text COLLATE "C",
  original_language text COLLATE "C",
  pages             integer,
  subjects          text COLLATE "C",
  tags              text COLLATE "C",
  cdd               text COLLATE "C",
  cdu               text COLLATE "C",
  series            text COLLATE "C",
  volume            text COLLATE "C",
  synopsis          text COLLATE "C",
  cover             text COLLATE "C",
  extra             text COLLATE "C",
  likeness   bigint NOT NULL,              -- hash of title, author and year as they compare
  title_key  text COLLATE "C" NOT NULL,
  author_key text COLLATE "C" NOT NULL,    -- '' when unknown
  year_key   integer NOT NULL,             -- -32768 when unknown
  words      text[] COLLATE "C" NOT NULL   -- folded words, each behind its field's letter
) WITH (fillfactor = 90);
CREATE UNIQUE INDEX books_seq ON books (seq);
CREATE INDEX books_likeness ON books (likeness, id);
CREATE INDEX books_title ON books (title_key, id);
CREATE INDEX books_author ON books (author_key, id);
CREATE INDEX books_author_title ON books (author_key, title_key, id);
CREATE INDEX books_year ON books (year_key, id);
CREATE INDEX books_year_title ON books (year_key, title_key, id);
CREATE INDEX books_created ON books (created_ms, id);
CREATE INDEX books_updated ON books (updated_ms, id);
CREATE INDEX books_language ON books (language, id) WHERE language IS NOT NULL;
CREATE INDEX books_words ON books USING gin (words);

-- Every superseded version. A deletion that was undone is a row without a title.
CREATE TABLE book_versions (
  id         bigint NOT NULL,
  version    bigint NOT NULL,
  seq        bigint NOT NULL,
  change     smallint NOT NULL,
  created_ms bigint NOT NULL,
  updated_ms bigint NOT NULL,
  actor      text,
  title             text COLLATE "C",
  author            text COLLATE "C",
  subtitle          text COLLATE "C",
  original_title    text COLLATE "C",
  contributors      text COLLATE "C",
  isbn              text COLLATE "C",
  other_isbns       text COLLATE "C",
  identifiers       text COLLATE "C",
  publisher         text COLLATE "C",
  place             text COLLATE "C",
  edition           text COLLATE "C",
  year              integer,
  language          text COLLATE "C",
  original_language text COLLATE "C",
  pages             integer,
  subjects          text COLLATE "C",
  tags              text COLLATE "C",
  cdd               text COLLATE "C",
  cdu               text COLLATE "C",
  series            text COLLATE "C",
  volume            text COLLATE "C",
  synopsis          text COLLATE "C",
  cover             text COLLATE "C",
  extra             text COLLATE "C",
  PRIMARY KEY (id, version)
);

-- Deleted books; their last state lies in book_versions. The id is never given again.
CREATE TABLE tombstones (
  id      bigint PRIMARY KEY,
  version bigint NOT NULL,
  seq     bigint NOT NULL,
  at_ms   bigint NOT NULL,
  actor   text
);
CREATE UNIQUE INDEX tombstones_seq ON tombstones (seq);

-- isbn and other_isbns of the live books.
CREATE TABLE book_isbns (
  isbn text COLLATE "C" NOT NULL,
  book bigint NOT NULL,
  PRIMARY KEY (isbn, book)
);

-- What a POST with an Idempotency-Key left behind, kept for 24 hours.
CREATE TABLE idempotency (
  key        text COLLATE "C" PRIMARY KEY,
  request    bytea NOT NULL,  -- SHA-256 of the request
  book       bigint NOT NULL,
  version    bigint NOT NULL,
  change     smallint NOT NULL,
  seq        bigint NOT NULL,
  duplicates text,            -- ids, packed
  at_ms      bigint NOT NULL
);
CREATE INDEX idempotency_at ON idempotency (at_ms);
