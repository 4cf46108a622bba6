-- No instance of the release before is left: its tables go, and what carried writes between the two
-- forms. Run only when that is known (store/postgres/released_form).
LOCK TABLE document_versions, documents, book_versions, books IN ACCESS EXCLUSIVE MODE;
DROP TRIGGER released_written ON document_versions;
DROP TRIGGER released_written ON documents;
DROP TRIGGER released_written ON book_versions;
DROP TRIGGER released_written ON books;
DROP FUNCTION released_is_new();
DROP FUNCTION released_document_version_written();
DROP FUNCTION released_document_written();
DROP FUNCTION released_version_written();
DROP FUNCTION released_book_written();
DROP FUNCTION released_words(text, text);
DROP FUNCTION released_folded(text);
DROP FUNCTION released_version(document_versions);
DROP FUNCTION released_packed(json, text, text);
DROP FUNCTION released_text(json, text);
DROP FUNCTION released_document(books);
DROP FUNCTION released_document(book_versions);
DROP FUNCTION released_instant(bigint);
DROP FUNCTION released_identifiers(text);
DROP FUNCTION released_contributors(text);
DROP FUNCTION released_texts(text);
DROP FUNCTION released_member(text, text);
DROP TABLE released_copy;
DROP TABLE book_versions;
DROP TABLE books;
DROP TABLE search_index_parts;
DROP TABLE search_index;
DROP SEQUENCE search_index_generations;
-- Indexes of the table that is gone, left by a load that was cut short.
DELETE FROM dropped_indexes WHERE name LIKE 'books\_%';
