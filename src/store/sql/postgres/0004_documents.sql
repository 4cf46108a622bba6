-- A book is kept as the document that is served, beside the few columns that statements need. What
-- lists and searches are found by lies in the search index alone.
--
-- Instances of the release before go on with the tables of migration 1 (books, book_versions) until
-- the last one is gone: triggers carry each write into the other form within its transaction. What
-- was written before this migration is copied by store/postgres/released_form; migration 5 drops
-- the old form. Everything named released_… is of that time only.
CREATE TABLE documents (
  id            bigint PRIMARY KEY,
  version       bigint NOT NULL,
  seq           bigint NOT NULL,    -- of the newest change of this book
  created_ms    bigint NOT NULL,
  updated_ms    bigint NOT NULL,
  duplicate_key bigint NOT NULL,    -- hash of title, author and year as they compare
  change        smallint NOT NULL,  -- store::Change that made this version
  actor         text,
  doc           json NOT NULL       -- the bytes of GET /livros/{id}
) WITH (fillfactor = 90);
CREATE UNIQUE INDEX documents_seq ON documents (seq);
CREATE INDEX documents_duplicate_key ON documents (duplicate_key, id);

-- Every superseded version. A deletion that was undone is a row without a document.
CREATE TABLE document_versions (
  id         bigint NOT NULL,
  version    bigint NOT NULL,
  seq        bigint NOT NULL,
  created_ms bigint NOT NULL,
  updated_ms bigint NOT NULL,
  change     smallint NOT NULL,
  actor      text,
  doc        json,
  PRIMARY KEY (id, version)
);

-- For people: the books with named columns. Texts are taken from each member alone, because an
-- `extra` may hold escapes that PostgreSQL cannot turn into text.
CREATE VIEW livros_sql AS SELECT
  id,
  version AS versao,
  doc->'título' #>> '{}' AS titulo,
  doc->'autor' #>> '{}' AS autor,
  doc->'subtitulo' #>> '{}' AS subtitulo,
  doc->'titulo_original' #>> '{}' AS titulo_original,
  doc->'autores' AS autores,
  doc->'isbn' #>> '{}' AS isbn,
  doc->'outros_isbn' AS outros_isbn,
  doc->'identificadores' AS identificadores,
  doc->'editora' #>> '{}' AS editora,
  doc->'local' #>> '{}' AS local,
  doc->'edicao' #>> '{}' AS edicao,
  (doc->'ano' #>> '{}')::integer AS ano,
  doc->'idioma' #>> '{}' AS idioma,
  doc->'idioma_original' #>> '{}' AS idioma_original,
  (doc->'paginas' #>> '{}')::integer AS paginas,
  doc->'assuntos' AS assuntos,
  doc->'etiquetas' AS etiquetas,
  doc->'cdd' #>> '{}' AS cdd,
  doc->'cdu' #>> '{}' AS cdu,
  doc->'serie'->'nome' #>> '{}' AS serie,
  doc->'serie'->'volume' #>> '{}' AS volume,
  doc->'sinopse' #>> '{}' AS sinopse,
  doc->'capa' #>> '{}' AS capa,
  doc->'extra' AS extra,
  to_timestamp(created_ms / 1000.0) AS criado_em,
  to_timestamp(updated_ms / 1000.0) AS atualizado_em
FROM documents;

-- The search index as one instance left it for the next one, as search_index is for instances of
-- the release before, which make theirs by other rules.
CREATE TABLE stored_index (
  one        boolean PRIMARY KEY DEFAULT true CHECK (one),
  rules      bigint NOT NULL,  -- of what made it
  seq        bigint NOT NULL,  -- every change up to this one is in it
  generation bigint NOT NULL,  -- of its parts; 0: nothing is kept
  bytes      bigint NOT NULL,
  checksum   bigint NOT NULL
);
INSERT INTO stored_index (rules, seq, generation, bytes, checksum) VALUES (0, 0, 0, 0, 0);
CREATE SEQUENCE stored_index_generations AS bigint MINVALUE 1;
-- Parts of another generation are of a save under way, or of one that was cut short.
CREATE TABLE stored_index_parts (
  generation bigint NOT NULL,
  part       bigint NOT NULL,
  data       bytea NOT NULL,
  PRIMARY KEY (generation, part)
);
-- Packed already: compressing it again costs more than it saves.
ALTER TABLE stored_index_parts ALTER COLUMN data SET STORAGE EXTERNAL;

-- One row for each instance that writes: the last of its batches that is in the catalogue. It tells
-- an instance that lost its connection what became of its batch (docs/adr/0013).
CREATE TABLE write_batches (
  writer bigint PRIMARY KEY,  -- drawn at random by each instance
  number bigint NOT NULL,     -- of its newest batch
  seq    bigint NOT NULL,     -- of the catalogue after that batch
  at     timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 10);

-- How far the copying is: every book up to `book`, every version up to (version_book, version).
CREATE TABLE released_copy (
  one          boolean PRIMARY KEY DEFAULT true CHECK (one),
  book         bigint NOT NULL DEFAULT 0,
  version_book bigint NOT NULL DEFAULT 0,
  version      bigint NOT NULL DEFAULT 0,
  is_done      boolean NOT NULL DEFAULT false
);
INSERT INTO released_copy DEFAULT VALUES;

-- ---- from columns to a document: byte for byte what formats::write_document() makes -------------

CREATE FUNCTION released_member(key text, value text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT coalesce(',"' || key || '":' || value, '') $$;

-- Lists are packed (store/packed_text): U+001E between items, U+001F between the parts of one.
CREATE FUNCTION released_texts(packed text) RETURNS text
  LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  RETURN (SELECT '[' || string_agg(to_json(item)::text, ',' ORDER BY place) || ']'
    FROM unnest(string_to_array(packed, E'\x1E')) WITH ORDINALITY AS t(item, place));
END $$;

CREATE FUNCTION released_contributors(packed text) RETURNS text
  LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  RETURN (SELECT '[' || string_agg('{"nome":' || to_json(split_part(item, E'\x1F', 1))::text
      || ',"papel":' || to_json(split_part(item, E'\x1F', 2))::text || '}', ',' ORDER BY place) || ']'
    FROM unnest(string_to_array(packed, E'\x1E')) WITH ORDINALITY AS t(item, place));
END $$;

CREATE FUNCTION released_identifiers(packed text) RETURNS text
  LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  RETURN (SELECT '[' || string_agg('{"tipo":"' || CASE split_part(item, E'\x1F', 1)
        WHEN 'invalid_isbn' THEN 'isbn_invalido' WHEN 'other' THEN 'outro'
        ELSE split_part(item, E'\x1F', 1) END
      || '","valor":' || to_json(split_part(item, E'\x1F', 2))::text || '}', ',' ORDER BY place) || ']'
    FROM unnest(string_to_array(packed, E'\x1E')) WITH ORDINALITY AS t(item, place));
END $$;

-- RFC 3339 with milliseconds. Years before 1 have no number in PostgreSQL.
CREATE FUNCTION released_instant(ms bigint) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  part bigint := (ms % 1000 + 1000) % 1000;
  at timestamp := timestamp '1970-01-01' + (ms - part) / 1000 * interval '1 second';
BEGIN
  RETURN '"' || CASE WHEN at < timestamp '0001-01-01' THEN '0000' ELSE to_char(at, 'YYYY') END
    || to_char(at, '-MM-DD"T"HH24:MI:SS.') || lpad(part::text, 3, '0') || 'Z"';
END $$;

CREATE FUNCTION released_document(v book_versions) RETURNS json LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF v.title IS NULL THEN
    RETURN NULL;
  END IF;
  RETURN ('{"id":' || v.id || ',"versao":' || v.version
    || ',"título":' || to_json(v.title)::text
    || ',"autor":' || coalesce(to_json(v.author)::text, 'null')
    || released_member('subtitulo', to_json(v.subtitle)::text)
    || released_member('titulo_original', to_json(v.original_title)::text)
    || released_member('autores', released_contributors(v.contributors))
    || released_member('isbn', to_json(v.isbn)::text)
    || released_member('outros_isbn', released_texts(v.other_isbns))
    || released_member('identificadores', released_identifiers(v.identifiers))
    || released_member('editora', to_json(v.publisher)::text)
    || released_member('local', to_json(v.place)::text)
    || released_member('edicao', to_json(v.edition)::text)
    || released_member('ano', v.year::text)
    || released_member('idioma', to_json(v.language)::text)
    || released_member('idioma_original', to_json(v.original_language)::text)
    || released_member('paginas', v.pages::text)
    || released_member('assuntos', released_texts(v.subjects))
    || released_member('etiquetas', released_texts(v.tags))
    || released_member('cdd', to_json(v.cdd)::text)
    || released_member('cdu', to_json(v.cdu)::text)
    || released_member('serie', '{"nome":' || to_json(v.series)::text
      || released_member('volume', to_json(v.volume)::text) || '}')
    || released_member('sinopse', to_json(v.synopsis)::text)
    || released_member('capa', to_json(v.cover)::text)
    || released_member('extra', v.extra)
    || ',"criado_em":' || released_instant(v.created_ms)
    || ',"atualizado_em":' || released_instant(v.updated_ms) || '}')::json;
END $$;

CREATE FUNCTION released_document(b books) RETURNS json LANGUAGE sql IMMUTABLE AS $$
  SELECT released_document(ROW(b.id, b.version, b.seq, b.change, b.created_ms, b.updated_ms, b.actor,
    b.title, b.author, b.subtitle, b.original_title, b.contributors, b.isbn, b.other_isbns,
    b.identifiers, b.publisher, b.place, b.edition, b.year, b.language, b.original_language, b.pages,
    b.subjects, b.tags, b.cdd, b.cdu, b.series, b.volume, b.synopsis, b.cover, b.extra)::book_versions)
$$;

-- ---- from a document to columns -----------------------------------------------------------------

CREATE FUNCTION released_text(doc json, key text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT doc->key #>> '{}' $$;

-- Texts, or the named members of objects, packed.
CREATE FUNCTION released_packed(list json, first text, second text) RETURNS text
  LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF first = '' THEN
    RETURN (SELECT string_agg(item #>> '{}', E'\x1E' ORDER BY place)
      FROM json_array_elements(list) WITH ORDINALITY AS t(item, place));
  END IF;
  RETURN (SELECT string_agg(CASE item->>first WHEN 'isbn_invalido' THEN 'invalid_isbn'
        WHEN 'outro' THEN 'other' ELSE item->>first END
      || E'\x1F' || (item->>second), E'\x1E' ORDER BY place)
    FROM json_array_elements(list) WITH ORDINALITY AS t(item, place));
END $$;

CREATE FUNCTION released_version(d document_versions) RETURNS book_versions
  LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  v book_versions;
  doc json := d.doc;
BEGIN
  v.id := d.id;
  v.version := d.version;
  v.seq := d.seq;
  v.change := d.change;
  v.created_ms := d.created_ms;
  v.updated_ms := d.updated_ms;
  v.actor := d.actor;
  IF doc IS NULL THEN
    RETURN v;
  END IF;
  v.title := released_text(doc, 'título');
  v.author := released_text(doc, 'autor');
  v.subtitle := released_text(doc, 'subtitulo');
  v.original_title := released_text(doc, 'titulo_original');
  v.contributors := released_packed(doc->'autores', 'nome', 'papel');
  v.isbn := released_text(doc, 'isbn');
  v.other_isbns := released_packed(doc->'outros_isbn', '', '');
  v.identifiers := released_packed(doc->'identificadores', 'tipo', 'valor');
  v.publisher := released_text(doc, 'editora');
  v.place := released_text(doc, 'local');
  v.edition := released_text(doc, 'edicao');
  v.year := released_text(doc, 'ano');
  v.language := released_text(doc, 'idioma');
  v.original_language := released_text(doc, 'idioma_original');
  v.pages := released_text(doc, 'paginas');
  v.subjects := released_packed(doc->'assuntos', '', '');
  v.tags := released_packed(doc->'etiquetas', '', '');
  v.cdd := released_text(doc, 'cdd');
  v.cdu := released_text(doc, 'cdu');
  v.series := released_text(doc->'serie', 'nome');
  v.volume := released_text(doc->'serie', 'volume');
  v.synopsis := released_text(doc, 'sinopse');
  v.cover := released_text(doc, 'capa');
  v.extra := doc->'extra';
  RETURN v;
END $$;

-- Near enough for what orders and filters lists of the release before, for as long as it serves.
CREATE FUNCTION released_folded(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT trim(regexp_replace(lower(translate(value,
    'ÁÀÂÃÄÅÉÈÊËÍÌÎÏÓÒÔÕÖÚÙÛÜÇÑáàâãäåéèêëíìîïóòôõöúùûüçñ',
    'AAAAAAEEEEIIIIOOOOOUUUUCNaaaaaaeeeeiiiiooooouuuucn')), '[[:space:][:punct:][:cntrl:]]+', ' ', 'g'))
$$;

CREATE FUNCTION released_words(letter text, value text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT ARRAY(SELECT DISTINCT letter || word
    FROM regexp_split_to_table(released_folded(coalesce(value, '')), ' ') AS t(word) WHERE word <> '')
$$;

-- ---- writes of either form become writes of both ------------------------------------------------

CREATE FUNCTION released_book_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'DELETE' THEN
    DELETE FROM documents WHERE id = old.id;
    RETURN NULL;
  END IF;
  INSERT INTO documents (id, version, seq, created_ms, updated_ms, duplicate_key, change, actor, doc)
  VALUES (new.id, new.version, new.seq, new.created_ms, new.updated_ms, new.likeness, new.change,
    new.actor, released_document(new))
  ON CONFLICT (id) DO UPDATE SET version = excluded.version, seq = excluded.seq,
    created_ms = excluded.created_ms, updated_ms = excluded.updated_ms,
    duplicate_key = excluded.duplicate_key, change = excluded.change, actor = excluded.actor,
    doc = excluded.doc;
  RETURN NULL;
END $$;

CREATE FUNCTION released_version_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO document_versions (id, version, seq, created_ms, updated_ms, change, actor, doc)
  VALUES (new.id, new.version, new.seq, new.created_ms, new.updated_ms, new.change, new.actor,
    released_document(new))
  ON CONFLICT (id, version) DO NOTHING;
  RETURN NULL;
END $$;

CREATE FUNCTION released_document_written() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v book_versions;
BEGIN
  IF tg_op <> 'INSERT' THEN
    DELETE FROM books WHERE id = old.id;
  END IF;
  IF tg_op = 'DELETE' THEN
    RETURN NULL;
  END IF;
  v := released_version(ROW(new.id, new.version, new.seq, new.created_ms, new.updated_ms, new.change,
    new.actor, new.doc)::document_versions);
  INSERT INTO books VALUES (v.*, new.duplicate_key, released_folded(v.title),
    released_folded(coalesce(v.author, '')), coalesce(v.year, -32768),
    released_words('t', concat_ws(' ', v.title, v.subtitle, v.original_title))
      || released_words('a', coalesce(v.contributors, v.author))
      || released_words('p', v.publisher) || released_words('s', v.subjects)
      || released_words('e', v.tags));
  RETURN NULL;
END $$;

CREATE FUNCTION released_document_version_written() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v book_versions := released_version(new);
BEGIN
  INSERT INTO book_versions VALUES (v.*) ON CONFLICT (id, version) DO NOTHING;
  RETURN NULL;
END $$;

-- Not what a trigger wrote, nor what store/postgres/released_form copies.
CREATE FUNCTION released_is_new() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT pg_trigger_depth() = 0 AND current_setting('livros.copying', true) IS DISTINCT FROM 'on'
$$;

-- In the order in which a batch writes, so that neither waits for the other. Both wait until the
-- transactions under way are over: the ones that follow have the triggers.
LOCK TABLE book_versions, books IN SHARE ROW EXCLUSIVE MODE;
CREATE TRIGGER released_written AFTER INSERT ON book_versions FOR EACH ROW
  WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION released_version_written();
CREATE TRIGGER released_written AFTER INSERT OR UPDATE OR DELETE ON books FOR EACH ROW
  WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION released_book_written();
CREATE TRIGGER released_written AFTER INSERT ON document_versions FOR EACH ROW
  WHEN (released_is_new()) EXECUTE FUNCTION released_document_version_written();
CREATE TRIGGER released_written AFTER INSERT OR UPDATE OR DELETE ON documents FOR EACH ROW
  WHEN (released_is_new()) EXECUTE FUNCTION released_document_written();
