#include "store/postgres/import_slices.hpp"

#include <algorithm>
#include <utility>

#include "store/duplicate_key.hpp"

namespace postgres {
namespace {

std::vector<Rows> rows_of(Client& client, const std::vector<Statement>& statements) {
  std::vector<Rows> rows;
  rows.reserve(statements.size());
  for (const Statement& statement : statements) {
    rows.push_back(client.query(statement.sql, statement.parameters));
  }
  return rows;
}

// Without BEGIN, which a Transaction has sent.
Loading inside_transaction(Loading&& loading) {
  loading.statements.erase(loading.statements.begin());
  loading.parts.erase(loading.parts.begin());
  return std::move(loading);
}

// Control numbers of a slice, looked up at once.
class Controls final : public store::ControlIndex {
 public:
  std::vector<catalog::BookId> with_control(const std::string& control) override {
    const auto found = books_.find(control);
    return found == books_.end() ? std::vector<catalog::BookId>{} : found->second;
  }

  void load(Client& client, const std::vector<store::ImportItem>& items) {
    Column wanted(Type::text);
    for (const store::ImportItem& item : items) {
      if (!item.control.empty()) {
        wanted.add(std::string_view(item.control));
      }
    }
    if (wanted.empty()) {
      return;
    }
    const Rows rows = client.query(
        "SELECT c.control, c.book FROM unnest($1::text[]) AS w(control) CROSS JOIN LATERAL"
        " (SELECT control, book FROM book_controls WHERE book_controls.control = w.control"
        "  ORDER BY book LIMIT 50) AS c",
        Parameters().add(wanted));
    for (int row = 0; row < rows.count(); ++row) {
      books_[std::string(rows.text(row, 0))].push_back({rows.integer(row, 1)});
    }
  }
  void add_to(std::set<catalog::BookId>& books) const {
    for (const auto& [control, found] : books_) {
      books.insert(found.begin(), found.end());
    }
  }

 private:
  std::map<std::string, std::vector<catalog::BookId>> books_;
};

// What the records of a slice must see.
Needs needs_of(const store::ImportSlice& slice) {
  Needs needs;
  for (const store::ImportItem& item : slice.items) {
    if (item.book) {
      needs.add({store::Create{*item.book, store::Duplicates::allowed}, {}, {}, {}});
    }
  }
  // A chosen id may turn out to be another book's, and the record a new book.
  needs.given_ids += needs.chosen_ids;
  if (slice.policy.if_known == store::IfKnown::create) {
    needs.duplicate_keys.clear();
    needs.isbns.clear();
  }
  return needs;
}

// The books that are like these are to be locked before they are read.
void add_alike(Client& client, const store::ImportSlice& slice, Needs& needs) {
  Loading alike;
  alike.add_duplicates(needs);
  if (alike.statements.empty()) {
    return;
  }
  WriteBatchTables found;
  fill(found, alike.parts, rows_of(client, alike.statements));
  for (const store::ImportItem& item : slice.items) {
    if (item.book) {
      const auto known =
          found.duplicate_candidates(item.book->fields, store::duplicate_key(item.book->fields));
      needs.books.insert(known.begin(), known.end());
    }
  }
}

}  // namespace

void ImportSlices::begin_anew() noexcept {
  mark_ = WriteMark::fresh();
  spare_ids_.clear();
}

void ImportSlices::change_books(Client& client, const Needs& needs, base::Instant now,
                                const Apply& apply) {
  const Loading loading = inside_transaction(load_statements(needs, spare_ids_, now));
  WriteBatchTables tables;
  if (fill(tables, loading.parts, rows_of(client, loading.statements)) == Ids::used) {
    throw UsedIds{};
  }
  store::WriteCounters counters{{first_sequence - 1}, {}, 0};
  std::vector<store::Committed> changed;
  store::WriteApplier::Batch batch{counters, changed, now};
  apply(tables, batch);
  const std::int64_t changes = counters.sequence.value - (first_sequence - 1);
  if (changes > 0) {
    std::vector<Statement> statements = store_statements(
        tables, count_statement({changes, counters.books}, mark_.next()), changes, now);
    statements.pop_back();  // COMMIT
    const std::vector<Rows> rows = rows_of(client, statements);
    mark_ = mark_.next();
    const std::int64_t sequence = rows.front().integer(0, 0);
    others_wrote_ = sequence - changes != sequence_;
    sequence_ = sequence;
  }
  spare_ids_ = tables.left_ids();
}

store::SliceWork ImportSlices::apply_kept(Client& client, const store::ImportSlice& slice) {
  Needs needs = needs_of(slice);
  add_alike(client, slice, needs);
  Controls controls;
  controls.load(client, slice.items);
  controls.add_to(needs.books);
  store::SliceWork work;
  change_books(client, needs, slice.now,
               [&](store::WriteTables& tables, store::WriteApplier::Batch& batch) {
                 work = store::apply_slice(slice, tables, controls, batch);
               });
  return work;
}

store::SliceWork ImportSlices::apply_tried(Client& client, const store::ImportSlice& slice) {
  Needs needs = needs_of(slice);
  add_alike(client, slice, needs);
  needs.given_ids = 0;
  Controls controls;
  controls.load(client, slice.items);
  controls.add_to(needs.books);
  Loading loading = load_statements(needs, {}, slice.now);
  Loading reading;
  for (std::size_t i = 0; i < loading.statements.size(); ++i) {
    if (loading.parts[i] != Part::none) {
      reading.statements.push_back(std::move(loading.statements[i]));
      reading.parts.push_back(loading.parts[i]);
    }
  }
  WriteBatchTables base;
  fill(base, reading.parts, rows_of(client, reading.statements));
  return trial_.apply(slice, base, controls);
}

}  // namespace postgres
