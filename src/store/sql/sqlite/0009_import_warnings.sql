-- The first thousand values of an import that were read otherwise than they stand in the file.
CREATE TABLE import_warnings (
  import INTEGER NOT NULL,
  place  INTEGER NOT NULL,
  record INTEGER NOT NULL,
  line   INTEGER NOT NULL,
  field  TEXT,            -- a heading, the tag of a field
  value  TEXT,
  why    TEXT NOT NULL,   -- in Portuguese and English, packed
  PRIMARY KEY (import, place)
) STRICT, WITHOUT ROWID;
