-- Who may do what: of each key only its SHA-256 is kept. Rows are never deleted: a book's history
-- names them.
CREATE TABLE access_keys (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name       text NOT NULL,
  digest     bytea NOT NULL UNIQUE CHECK (octet_length(digest) = 32),
  scope      text NOT NULL CHECK (scope IN ('ler', 'escrever', 'administrar')),
  created_ms bigint NOT NULL,
  expires_ms bigint,
  revoked_ms bigint,
  used_ms    bigint  -- to a minute or so
);
