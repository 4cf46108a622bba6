-- A book has members that the release before has no columns for: `notas`, `ligacoes` and the `tipo` of
-- an author. What that release writes keeps them as they are. Nothing to do where its form is gone.
DO $migration$ BEGIN
IF to_regclass('released_copy') IS NULL THEN
  RETURN;
END IF;

CREATE OR REPLACE FUNCTION released_book_written() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  made json;
  kept json;
BEGIN
  IF tg_op = 'DELETE' THEN
    DELETE FROM documents WHERE id = old.id;
    RETURN NULL;
  END IF;
  made := released_document(new);
  SELECT doc INTO kept FROM documents WHERE id = new.id;
  IF kept IS NOT NULL THEN
    -- In the order of the fields: a document is what formats::write_document() makes.
    SELECT ('{' || string_agg(to_json(key)::text || ':' || value, ',' ORDER BY array_position(
        ARRAY['id', 'versao', 'título', 'autor', 'subtitulo', 'titulo_original', 'autores', 'isbn',
          'outros_isbn', 'identificadores', 'editora', 'local', 'edicao', 'ano', 'idioma',
          'idioma_original', 'paginas', 'assuntos', 'etiquetas', 'cdd', 'cdu', 'serie', 'sinopse',
          'notas', 'capa', 'ligacoes', 'extra', 'criado_em', 'atualizado_em'], key)) || '}')::json
      INTO made
      FROM (
        SELECT key, CASE key WHEN 'autores' THEN (
            SELECT '[' || string_agg(CASE WHEN known.kind IS NULL THEN item::text
                ELSE rtrim(item::text, '}') || ',"tipo":' || known.kind || '}' END, ','
                ORDER BY place) || ']'
              FROM json_array_elements(value) WITH ORDINALITY AS t(item, place)
              LEFT JOIN LATERAL (
                SELECT (before->'tipo')::text AS kind
                  FROM json_array_elements(kept->'autores') AS b(before)
                  WHERE before->>'nome' = item->>'nome' AND before->>'papel' = item->>'papel'
                    AND before->'tipo' IS NOT NULL LIMIT 1) AS known ON true)
            ELSE value::text END AS value
          FROM json_each(made)
        UNION ALL
        SELECT key, value::text FROM json_each(kept) WHERE key IN ('notas', 'ligacoes')
      ) AS members;
  END IF;
  INSERT INTO documents (id, version, seq, created_ms, updated_ms, duplicate_key, change, actor, doc)
  VALUES (new.id, new.version, new.seq, new.created_ms, new.updated_ms, new.likeness, new.change,
    new.actor, made)
  ON CONFLICT (id) DO UPDATE SET version = excluded.version, seq = excluded.seq,
    created_ms = excluded.created_ms, updated_ms = excluded.updated_ms,
    duplicate_key = excluded.duplicate_key, change = excluded.change, actor = excluded.actor,
    doc = excluded.doc;
  RETURN NULL;
END $$;

-- A version that is superseded stands in `documents` until it is.
CREATE OR REPLACE FUNCTION released_version_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO document_versions (id, version, seq, created_ms, updated_ms, change, actor, doc)
  VALUES (new.id, new.version, new.seq, new.created_ms, new.updated_ms, new.change, new.actor,
    CASE WHEN new.title IS NOT NULL THEN coalesce(
      (SELECT doc FROM documents WHERE id = new.id AND version = new.version),
      released_document(new)) END)
  ON CONFLICT (id, version) DO NOTHING;
  RETURN NULL;
END $$;

END $migration$;
