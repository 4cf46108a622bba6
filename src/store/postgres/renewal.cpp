#include "store/postgres/renewal.hpp"

#include <string>
#include <string_view>

#include "store/duplicate_key.hpp"
#include "store/postgres/rows.hpp"
#include "store/renewed_fields.hpp"

namespace postgres {
namespace {

constexpr std::int64_t renewed_per_step = 1000;

struct Table {
  std::string_view select;
  std::string_view update;  // of ids, versions, documents and keys
};
constexpr Table documents{
    "SELECT id, version, doc, duplicate_key FROM documents WHERE id > $1 AND $2::bigint >= 0"
    " ORDER BY id LIMIT $3",
    "UPDATE documents AS d SET doc = n.doc::json, duplicate_key = n.key"
    " FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[]) AS n(id, version, doc, key)"
    " WHERE d.id = n.id AND d.version = n.version"};
constexpr Table versions{
    "SELECT id, version, doc, 0::bigint FROM document_versions WHERE (id, version) > ($1, $2)"
    " AND doc IS NOT NULL ORDER BY id, version LIMIT $3",
    "UPDATE document_versions AS d SET doc = n.doc::json"
    " FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[]) AS n(id, version, doc, key)"
    " WHERE d.id = n.id AND d.version = n.version"};

class Renewal {
 public:
  Renewal(Client& client, const Table& table, Renew what)
      : client_(client), table_(table), what_(what) {}

  // False when no rows are left.
  bool step() {
    Transaction transaction(client_);
    // The old form, which instances of the release before read, stays as they wrote it.
    client_.run("SET LOCAL livros.copying = on");
    const Rows rows = client_.query(std::string(table_.select),
                                    Parameters().add(id_).add(version_).add(renewed_per_step));
    Column ids(Type::big);
    Column numbers(Type::big);
    Column texts(Type::text);
    Column keys(Type::big);
    for (int row = 0; row < rows.count(); ++row) {
      RowReader reader(rows, row);
      store::BookDocument document = read_document(reader);
      id_ = document.id.value;
      version_ = document.version.value;
      const std::int64_t key = reader.integer();
      catalog::Book book = parsed(document);
      const bool is_renewed = what_ == Renew::everything && store::renew_fields(book.fields.edit());
      const std::int64_t right_key =
          &table_ == &documents ? store::duplicate_key(book.fields) : key;
      if (is_renewed || key != right_key) {
        ids.add(id_);
        numbers.add(version_);
        texts.add(is_renewed ? store::document_of(book).json : document.json);
        keys.add(right_key);
      }
    }
    if (!ids.empty()) {
      client_.query(std::string(table_.update),
                    Parameters().add(ids).add(numbers).add(texts).add(keys));
    }
    transaction.commit();
    return rows.count() == renewed_per_step;
  }

 private:
  Client& client_;
  const Table& table_;
  Renew what_;
  std::int64_t id_ = 0;
  std::int64_t version_ = 0;
};

}  // namespace

bool renew(Client& client, Renew what, const std::function<bool()>& goes_on) {
  for (const Table* const table : {&documents, &versions}) {
    if (table == &versions && what == Renew::keys) {
      break;
    }
    Renewal renewal(client, *table, what);
    bool has_more = true;
    while (has_more) {
      has_more = renewal.step();
      if (!goes_on()) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace postgres
