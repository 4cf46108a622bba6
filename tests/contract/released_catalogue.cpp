#include "contract/released_catalogue.hpp"

#include <sqlite3.h>

#include <deque>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "store/packed_text.hpp"
#include "store/sqlite/schema.hpp"

namespace contract {
namespace {

using Text = std::optional<std::string>;  // NULL when absent

Text text_or_null(const std::string& text) { return text.empty() ? Text() : Text(text); }

template <class Item>
Text packed(const std::vector<Item>& items) {
  return text_or_null(store::pack(std::span<const Item>(items)));
}

void bind_text(sqlite::Statement& statement, int parameter, const Text& text) {
  if (text) {
    statement.bind(parameter, std::string_view(*text));
  } else {
    statement.bind_null(parameter);
  }
}

void bind_number(sqlite::Statement& statement, int parameter, std::optional<std::int64_t> number) {
  if (number) {
    statement.bind(parameter, *number);
  } else {
    statement.bind_null(parameter);
  }
}

struct Row {
  std::string_view table;
  const catalog::Book& book;
  const store::Lifecycle& lifecycle;
};

void insert(sqlite::Connection& connection, const Row& row) {
  const bool is_living = row.table == "books";
  sqlite::Statement statement = connection.prepare(
      "INSERT INTO " + std::string(row.table) +
      " (id, version, seq, change, created_ms, updated_ms, actor, title, author, subtitle,"
      " original_title, contributors, isbn, other_isbns, identifiers, publisher, place, edition,"
      " year, language, original_language, pages, subjects, tags, cdd, cdu, series, volume,"
      " synopsis, cover, extra" +
      (is_living ? ", likeness) VALUES (" : ") VALUES (") +
      "?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?" + (is_living ? ",0)" : ")"));
  const catalog::BookFields& fields = row.book.fields;
  int next = 0;
  for (const std::int64_t number :
       {row.book.id.value, row.book.version.value, row.lifecycle.sequence.value,
        static_cast<std::int64_t>(row.lifecycle.change), store::to_ms(row.book.created_at),
        store::to_ms(row.book.updated_at)}) {
    statement.bind(++next, number);
  }
  std::deque<Text> bound;  // what is bound lives until the step
  const auto add = [&](Text text) {
    bind_text(statement, ++next, bound.emplace_back(std::move(text)));
  };
  const auto add_text = [&](const std::string& text) { add(text_or_null(text)); };
  const auto add_number = [&](std::optional<std::int64_t> number) {
    bind_number(statement, ++next, number);
  };
  add_text(row.lifecycle.actor);
  add_text(fields.title);
  add(fields.author);
  add_text(fields.subtitle);
  add_text(fields.original_title);
  add(packed(fields.contributors));
  add(fields.isbn ? Text(fields.isbn->digits()) : Text());
  add(packed(fields.other_isbns));
  add(packed(fields.identifiers));
  add_text(fields.publisher);
  add_text(fields.place);
  add_text(fields.edition);
  add_number(fields.year);
  add_text(fields.language);
  add_text(fields.original_language);
  add_number(fields.pages);
  add(packed(fields.subjects));
  add(packed(fields.tags));
  add_text(fields.cdd);
  add_text(fields.cdu);
  add_text(fields.series ? fields.series->name : "");
  add_text(fields.series ? fields.series->volume : "");
  add_text(fields.synopsis);
  add_text(fields.cover);
  add_text(fields.extra);
  statement.step();
}

}  // namespace

ReleasedCatalogue::ReleasedCatalogue(const std::filesystem::path& file, int last_migration)
    : connection_({(std::filesystem::create_directories(file.parent_path()), file),
                   sqlite::Access::write,
                   1 << 20,
                   0,
                   {}}) {
  sqlite::migrate(connection_, file, {clock_, last_migration});
}

ReleasedCatalogue::~ReleasedCatalogue() {
  sqlite3_db_config(connection_.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
}

void ReleasedCatalogue::add_living(const catalog::Book& book, const store::Lifecycle& lifecycle) {
  insert(connection_, {"books", book, lifecycle});
  sqlite::Statement keys =
      connection_.prepare("INSERT INTO book_keys VALUES (?1, 'titulo', 'autor', 0, ?2, ?3, NULL)");
  execute(keys, book.id.value, store::to_ms(book.created_at), store::to_ms(book.updated_at));
  sqlite::Statement words =
      connection_.prepare("INSERT INTO book_words (rowid, title) VALUES (?1, 'titulo')");
  execute(words, book.id.value);
  sqlite::Statement isbns =
      connection_.prepare("INSERT OR IGNORE INTO book_isbns (isbn, book) VALUES (?1, ?2)");
  if (book.fields->isbn) {
    execute(isbns, book.fields->isbn->digits(), book.id.value);
  }
  for (const catalog::Isbn& isbn : book.fields->other_isbns) {
    execute(isbns, isbn.digits(), book.id.value);
  }
}

void ReleasedCatalogue::add_version(const catalog::Book& book, const store::Lifecycle& lifecycle) {
  insert(connection_, {"book_versions", book, lifecycle});
}

void ReleasedCatalogue::add_undone_deletion(catalog::BookId id, const store::Tombstone& deletion) {
  const catalog::Book nothing{id, deletion.version, deletion.at, deletion.at, {}};
  insert(connection_,
         {"book_versions", nothing, {store::Change::deleted, deletion.actor, deletion.sequence}});
}

void ReleasedCatalogue::add_deletion(catalog::BookId id, const store::Tombstone& deletion) {
  sqlite::Statement statement =
      connection_.prepare("INSERT INTO tombstones VALUES (?1, ?2, ?3, ?4, ?5)");
  sqlite::Query query(statement, id.value, deletion.version.value, deletion.sequence.value,
                      store::to_ms(deletion.at));
  query->bind_or_null(5, deletion.actor);
  query.step();
}

void ReleasedCatalogue::add_key(const catalog::AccessKey& key) {
  const auto ms = [](const std::optional<base::Instant>& at) {
    return at ? std::optional(store::to_ms(*at)) : std::nullopt;
  };
  sqlite::Statement statement =
      connection_.prepare("INSERT INTO access_keys VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
  sqlite::Query query(statement, key.id, std::string_view(key.name),
                      std::span<const std::uint8_t>(key.digest), catalog::to_string(key.scope),
                      store::to_ms(key.created_at));
  bind_number(statement, 6, ms(key.expires_at));
  bind_number(statement, 7, ms(key.revoked_at));
  bind_number(statement, 8, ms(key.used_at));
  query.step();
}

void ReleasedCatalogue::add_idempotency_key(const std::string& key,
                                            const store::IdempotencyRecord& idempotency_record,
                                            base::Instant at) {
  const std::string duplicates = store::pack(idempotency_record.duplicates);
  sqlite::Statement statement =
      connection_.prepare("INSERT INTO idempotency VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
  execute(statement, std::string_view(key),
          std::span<const std::uint8_t>(idempotency_record.request), idempotency_record.book.value,
          idempotency_record.version.value, static_cast<std::int64_t>(idempotency_record.change),
          idempotency_record.sequence.value, std::string_view(duplicates), store::to_ms(at));
}

void ReleasedCatalogue::count(catalog::Sequence sequence, catalog::BookId last_id) {
  sqlite::Statement statement = connection_.prepare(
      "UPDATE catalogue SET seq = ?1, last_id = ?2, index_seq = ?1,"
      " books = (SELECT count(*) FROM books)");
  execute(statement, sequence.value, last_id.value);
}

}  // namespace contract
