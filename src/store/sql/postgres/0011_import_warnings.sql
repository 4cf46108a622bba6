-- The first thousand values of an import that were read otherwise than they stand in the file.
-- Only adds a table: an instance of the release before serves beside it.
CREATE TABLE import_warnings (
  import bigint NOT NULL,
  place  integer NOT NULL,
  record bigint NOT NULL,
  line   bigint NOT NULL,
  field  text,            -- a heading, the tag of a field
  value  text,
  why    text NOT NULL,   -- in Portuguese and English, packed
  PRIMARY KEY (import, place)
);
