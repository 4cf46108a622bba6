-- Covers that were sent, each once, under the hash of its bytes: `capa` of a book's document names it
-- (catalog/own_cover). Apart from the books, so that reading and listing them costs what it did.
CREATE TABLE covers (
  hash TEXT PRIMARY KEY,      -- SHA-256, hexadecimal
  type INTEGER NOT NULL,      -- catalog::ImageType
  data BLOB NOT NULL
) STRICT;
