-- Who may do what: of each key only its SHA-256 is kept. Rows are never deleted: a book's history
-- names them.
CREATE TABLE access_keys (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  digest     BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
  scope      TEXT NOT NULL CHECK (scope IN ('ler', 'escrever', 'administrar')),
  created_ms INTEGER NOT NULL,
  expires_ms INTEGER,
  revoked_ms INTEGER,
  used_ms    INTEGER  -- to a minute or so
) STRICT;
