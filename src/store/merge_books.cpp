#include "store/merge_books.hpp"

#include <algorithm>
#include <utility>

#include "catalog/book_builder.hpp"
#include "catalog/book_update.hpp"
#include "store/likely_duplicates.hpp"
#include "store/sort_keys.hpp"

namespace store {
namespace {

using catalog::NewBook;

Merged refused(catalog::Problem problem) { return {Merged::Fate::refused, std::move(problem)}; }

struct Loading {
  WriteTables& tables;
  WriteCounters& counters;
  base::Instant now;
};

std::optional<catalog::Problem> load(const NewBook& book, std::int64_t key, const Loading& into) {
  auto& [tables, counters, now] = into;
  if (book.id && tables.was_used(*book.id)) {
    return catalog::problem::id_in_use(*book.id);
  }
  if (book.claims.version && book.claims.version->value > catalog::claimed_version_max) {
    return catalog::problem::invalid_book({{catalog::to_pointer({catalog::Field::version, {}, {}}),
                                            catalog::Rule::out_of_range,
                                            {"1", std::to_string(catalog::claimed_version_max)}}});
  }
  const auto lifetime = catalog::claimed_lifetime(book.claims, now);
  if (!lifetime) {
    return lifetime.error();
  }
  const BookId id = book.id ? *book.id : tables.unused_id(counters.last_id);
  const Version version = book.claims.version.value_or(Version{1});
  StoredBook stored{{id, version, lifetime->created_at, lifetime->updated_at, book.fields},
                    {Change::created, {}, {++counters.sequence.value}},
                    {}};
  stored.document = formats::write_document(stored.book);
  tables.insert(stored, key);
  ++counters.books;
  if (!book.id || id.value == counters.last_id.value + 1) {
    counters.last_id = id;
  }
  return std::nullopt;
}

}  // namespace

std::optional<catalog::Problem> load_new(WriteTables& tables, const NewBook& book,
                                         WriteCounters& counters, base::Instant now) {
  return load(book, duplicate_key(book.fields), {tables, counters, now});
}

Merged BookMerger::merge(const NewBook& book, WriteCounters& counters, base::Instant now) {
  const std::int64_t key = duplicate_key(book.fields);
  if (if_known_ != IfKnown::create) {
    const std::vector<BookId> known = known_as(book, key);
    if (!known.empty() && if_known_ == IfKnown::skip) {
      return {Merged::Fate::known, std::nullopt};
    }
    if (known.size() > 1) {
      return refused(catalog::problem::duplicate_book(known));
    }
    if (!known.empty()) {
      return update(known.front(), book, counters, now);
    }
  }
  if (auto problem = load(book, key, {tables_, counters, now})) {
    return refused(*std::move(problem));
  }
  return {Merged::Fate::created, std::nullopt};
}

std::vector<BookId> BookMerger::known_as(const NewBook& book, std::int64_t duplicate_key) {
  std::vector<BookId> known = likely_duplicates(tables_, book.fields, duplicate_key);
  std::erase_if(known, [this](BookId id) { return !tables_.live(id); });
  if (book.id && std::find(known.begin(), known.end(), *book.id) != known.end()) {
    return {*book.id};
  }
  return known;
}

Merged BookMerger::update(BookId id, const NewBook& book, WriteCounters& counters,
                          base::Instant now) {
  const StoredBook before = *tables_.live(id);
  auto fields = catalog::updated(before.book.fields, book.fields);
  if (!fields) {
    return refused(std::move(fields).error());
  }
  if (*fields == before.book.fields) {
    return {Merged::Fate::known, std::nullopt};
  }
  StoredBook after{{id, Version{before.book.version.value + 1}, before.book.created_at,
                    std::max(now, before.book.updated_at), *std::move(fields)},
                   {Change::changed, {}, {++counters.sequence.value}},
                   {}};
  after.document = formats::write_document(after.book);
  tables_.replace(before, after);
  return {Merged::Fate::updated, std::nullopt};
}

}  // namespace store
