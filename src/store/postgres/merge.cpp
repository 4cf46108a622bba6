#include "store/postgres/merge.hpp"

#include <algorithm>
#include <utility>

#include "store/duplicate_key.hpp"
#include "store/postgres/plain_statements.hpp"

namespace postgres {
namespace {

using store::LoadEffect;

std::vector<Rows> query_all(Client& client, const std::vector<Statement>& statements) {
  std::vector<Rows> rows;
  rows.reserve(statements.size());
  for (const Statement& statement : statements) {
    rows.push_back(client.query(statement.sql, statement.parameters));
  }
  return rows;
}

// Without what begins a transaction, and, where nothing is written, without what locks.
Loading reading_of(Loading&& loading, LoadEffect effect) {
  Loading reading;
  for (std::size_t i = 1; i < loading.statements.size(); ++i) {
    if (loading.parts[i] != Part::none || effect == LoadEffect::kept) {
      reading.statements.push_back(std::move(loading.statements[i]));
      reading.parts.push_back(loading.parts[i]);
    }
  }
  return reading;
}

}  // namespace

std::vector<store::Merged> Merge::merge(std::span<const catalog::NewBook> books,
                                        store::IfKnown if_known) {
  while (true) {
    if (auto outcomes = merge_once(books, if_known)) {
      return *std::move(outcomes);
    }
    client_.query(skip_used_ids().sql);
  }
}

std::optional<std::vector<store::Merged>> Merge::merge_once(std::span<const catalog::NewBook> books,
                                                            store::IfKnown if_known) {
  const base::Instant now = clock_.now();
  Needs needs;
  for (const catalog::NewBook& book : books) {
    needs.add({store::Create{book, store::Duplicates::allowed}, {}, {}, {}});
  }
  const std::size_t ids = needs.given_ids + needs.chosen_ids;
  Transaction transaction(client_);
  find_known(needs, books);
  WriteBatchTables fresh;
  WriteBatchTables& tables = effect_ == LoadEffect::kept ? fresh : tried_;
  needs.given_ids = effect_ == LoadEffect::kept ? ids : 0;
  if (load(tables, reading_of(load_statements(needs, {}, now), effect_)) == Ids::used) {
    return std::nullopt;
  }
  if (effect_ == LoadEffect::tried) {
    try_ids(tables, ids);
  }
  store::WriteCounters counters{{first_sequence - 1}, {}, 0};
  store::BookMerger merger(tables, if_known);
  std::vector<store::Merged> outcomes;
  outcomes.reserve(books.size());
  for (const catalog::NewBook& book : books) {
    outcomes.push_back(merger.merge(book, counters, now));
  }
  const std::int64_t changes = counters.sequence.value - (first_sequence - 1);
  if (effect_ == LoadEffect::kept && changes > 0) {
    std::vector<Statement> statements = store_statements(
        tables, count_statement({changes, counters.books}, mark_.next()), changes, now);
    statements.pop_back();  // COMMIT
    query_all(client_, statements);
    mark_ = mark_.next();
  }
  transaction.commit();
  return outcomes;
}

// The books that are like these are to be locked before they are read.
void Merge::find_known(Needs& needs, std::span<const catalog::NewBook> books) {
  Loading alike;
  alike.add_duplicates(needs);
  WriteBatchTables found;
  fill(found, alike.parts, query_all(client_, alike.statements));
  for (const catalog::NewBook& book : books) {
    const auto known = found.duplicate_candidates(book.fields, store::duplicate_key(book.fields));
    needs.books.insert(known.begin(), known.end());
  }
  // What was seen of them is newer than what is read again.
  std::erase_if(needs.books, [this](catalog::BookId id) { return books_seen_.contains(id); });
  if (effect_ == LoadEffect::tried) {
    books_seen_.insert(needs.books.begin(), needs.books.end());
  }
}

Ids Merge::load(WriteBatchTables& tables, const Loading& loading) {
  return fill(tables, loading.parts, query_all(client_, loading.statements));
}

void Merge::try_ids(WriteBatchTables& tables, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    tables.add_unused_id(provisional_id(ids_tried_++));
  }
}

}  // namespace postgres
