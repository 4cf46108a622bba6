-- The search index as one process left it for the next one to begin with: derived from the books up
-- to a sequence number, and thrown away whenever it does not fit. Nothing else may depend on it.
CREATE TABLE search_index (
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  rules      INTEGER NOT NULL,  -- of what made it
  seq        INTEGER NOT NULL,  -- every change up to this one is in it
  generation INTEGER NOT NULL,  -- of its parts; 0: nothing is kept
  bytes      INTEGER NOT NULL,
  checksum   INTEGER NOT NULL,
  last_generation INTEGER NOT NULL  -- that a save was given
) STRICT;
INSERT INTO search_index VALUES (1, 0, 0, 0, 0, 0, 0);

-- Parts of another generation are of a save that was cut short, or are about to be removed.
CREATE TABLE search_index_parts (
  generation INTEGER NOT NULL,
  part       INTEGER NOT NULL,
  data       BLOB NOT NULL,
  PRIMARY KEY (generation, part)
) STRICT;
