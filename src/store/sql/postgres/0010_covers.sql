-- Covers that were sent, each once, under the hash of its bytes: `capa` of a book's document names it
-- (catalog/own_cover). Only adds a table: an instance of the release before serves beside it, and
-- keeps the names as texts. Compressing images again would cost more than it saves.
CREATE TABLE covers (
  hash text PRIMARY KEY,      -- SHA-256, hexadecimal
  type smallint NOT NULL,     -- catalog::ImageType
  data bytea NOT NULL
);
ALTER TABLE covers ALTER COLUMN data SET STORAGE EXTERNAL;
