-- The search index as one instance left it for the next one to begin with: derived from the books up
-- to a sequence number, and thrown away whenever it does not fit. Nothing else may depend on it.
CREATE TABLE search_index (
  one        boolean PRIMARY KEY DEFAULT true CHECK (one),
  rules      bigint NOT NULL,  -- of what made it
  seq        bigint NOT NULL,  -- every change up to this one is in it
  generation bigint NOT NULL,  -- of its parts; 0: nothing is kept
  bytes      bigint NOT NULL,
  checksum   bigint NOT NULL
);
INSERT INTO search_index (rules, seq, generation, bytes, checksum) VALUES (0, 0, 0, 0, 0);

-- One for each save, whichever instance makes it.
CREATE SEQUENCE search_index_generations AS bigint MINVALUE 1;

-- Parts of another generation are of a save under way, or of one that was cut short.
CREATE TABLE search_index_parts (
  generation bigint NOT NULL,
  part       bigint NOT NULL,
  data       bytea NOT NULL,
  PRIMARY KEY (generation, part)
);
-- Packed already: compressing it again costs more than it saves.
ALTER TABLE search_index_parts ALTER COLUMN data SET STORAGE EXTERNAL;
