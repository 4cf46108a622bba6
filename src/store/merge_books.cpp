#include "store/merge_books.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "catalog/book_builder.hpp"
#include "catalog/book_update.hpp"
#include "catalog/own_cover.hpp"
#include "store/duplicate_key.hpp"
#include "store/likely_duplicates.hpp"

namespace store {
namespace {

using catalog::NewBook;
using Fields = base::Shared<catalog::BookFields>;

// The fields of the record, and what its import adds beside what the known book has.
catalog::BookFields beside(const catalog::BookFields& known, const MatchedBook& matched) {
  catalog::BookFields fields = matched.book.fields;
  if (matched.added_only.tags) {
    fields.tags = known.tags;
    for (const std::string& tag : matched.book.fields->tags) {
      catalog::add_tag(fields, tag);
    }
  }
  if (matched.added_only.identifiers) {
    fields.identifiers = known.identifiers;
    for (const catalog::Identifier& identifier : matched.book.fields->identifiers) {
      catalog::add_identifier(fields, identifier);
    }
  }
  return fields;
}

Merged refused(catalog::Problem problem) {
  return {.fate = Merged::Fate::refused, .problem = std::move(problem)};
}

struct Loading {
  WriteTables& tables;
  WriteCounters& counters;
  base::Instant now;
  std::string_view actor{};
};

// A file carries the names of covers, not the images: a name that is not the book's own already is
// that of an image of another catalogue.
Fields without_unknown_cover(Fields fields, const std::string& known) {
  // Most forms name it by its whole address.
  const bool is_known = catalog::own_cover_in(known) && fields->cover.ends_with(known);
  if (is_known || catalog::own_cover_in(fields->cover)) {
    fields.edit().cover = known;
  }
  return fields;
}

catalog::Result<StoredBook> load(const NewBook& book, std::int64_t key, const Loading& into) {
  auto& [tables, counters, now, actor] = into;
  if (book.id && tables.was_used(*book.id)) {
    return catalog::fail(catalog::problem::id_in_use(*book.id));
  }
  if (book.claims.version && book.claims.version->value > catalog::claimed_version_max) {
    return catalog::fail(
        catalog::problem::invalid_book({{catalog::to_pointer({catalog::Field::version, {}, {}}),
                                         catalog::Rule::out_of_range,
                                         {"1", std::to_string(catalog::claimed_version_max)}}}));
  }
  const auto lifetime = catalog::claimed_lifetime(book.claims, now);
  if (!lifetime) {
    return catalog::fail(lifetime.error());
  }
  const BookId id = book.id ? *book.id : tables.unused_id(counters.last_id);
  const Version version = book.claims.version.value_or(Version{1});
  StoredBook stored{{id, version, lifetime->created_at, lifetime->updated_at,
                     without_unknown_cover(book.fields, {})},
                    {Change::created, std::string(actor), {++counters.sequence.value}},
                    {}};
  stored.document = formats::write_document(stored.book);
  tables.insert(stored, key);
  ++counters.books;
  if (!book.id || id.value == counters.last_id.value + 1) {
    counters.last_id = id;
  }
  return stored;
}

bool share_isbn(const catalog::BookFields& left, const catalog::BookFields& right) {
  const auto isbns = isbns_of(left);
  const auto others = isbns_of(right);
  return std::ranges::any_of(
      isbns, [&](const catalog::Isbn& isbn) { return std::ranges::binary_search(others, isbn); });
}

}  // namespace

std::optional<catalog::Problem> load_new(WriteTables& tables, const NewBook& book,
                                         WriteCounters& counters, base::Instant now) {
  const auto loaded = load(book, duplicate_key(book.fields), {tables, counters, now});
  return loaded ? std::nullopt : std::optional(loaded.error());
}

Merged BookMerger::merge(const MatchedBook& matched, WriteCounters& counters, base::Instant now) {
  const NewBook& book = matched.book;
  const std::int64_t key = duplicate_key(book.fields);
  if (rules_.if_known != IfKnown::create) {
    const std::vector<BookId> known = known_as(matched, key);
    if (!known.empty() && rules_.if_known == IfKnown::skip) {
      return {.fate = Merged::Fate::known};
    }
    if (known.size() > 1) {
      return refused(catalog::problem::duplicate_book(known));
    }
    if (!known.empty()) {
      return change(known.front(), matched, counters, now);
    }
  }
  const auto loaded = load(book, key, {tables_, counters, now, rules_.actor});
  if (!loaded) {
    return refused(loaded.error());
  }
  return {.fate = Merged::Fate::created, .id = loaded->book.id, .version = loaded->book.version};
}

std::vector<BookId> BookMerger::known_as(const MatchedBook& matched, std::int64_t duplicate_key) {
  std::vector<BookId> known;
  alike_.reset();
  if (rules_.match.empty()) {
    known = likely_duplicates(tables_, matched.book.fields, duplicate_key);
  }
  for (const MatchBy by : rules_.match) {
    if (known = matching(by, matched, duplicate_key); !known.empty()) {
      break;
    }
  }
  if (matched.book.id && std::find(known.begin(), known.end(), *matched.book.id) != known.end()) {
    return {*matched.book.id};
  }
  return known;
}

std::vector<BookId> BookMerger::matching(MatchBy by, const MatchedBook& matched,
                                         std::int64_t duplicate_key) {
  const catalog::BookFields& fields = matched.book.fields;
  std::vector<BookId> found;
  switch (by) {
    case MatchBy::id:
      if (matched.book.id && tables_.live(*matched.book.id)) {
        found.push_back(*matched.book.id);
      }
      break;
    case MatchBy::control:
      if (!matched.control.empty() && rules_.find_control) {
        found = rules_.find_control(matched.control);
      }
      break;
    case MatchBy::isbn:
    case MatchBy::title:
      if (!alike_) {
        alike_ = likely_duplicates(tables_, fields, duplicate_key);
      }
      found = *alike_;
      std::erase_if(found, [&](BookId id) {
        const auto stored = tables_.live(id);
        const bool is_alike =
            stored &&
            (by == MatchBy::isbn ? share_isbn(stored->book.fields, fields)
                                 : store::duplicate_key(stored->book.fields) == duplicate_key);
        return !is_alike;
      });
      break;
  }
  return found;
}

Merged BookMerger::change(BookId id, const MatchedBook& matched, WriteCounters& counters,
                          base::Instant now) {
  const StoredBook before = *tables_.live(id);
  Fields fields = matched.book.fields;
  if (rules_.if_known != IfKnown::replace) {
    auto updated = catalog::updated(before.book.fields, beside(before.book.fields, matched));
    if (!updated) {
      return refused(std::move(updated).error());
    }
    fields = *std::move(updated);
  }
  fields = without_unknown_cover(std::move(fields), before.book.fields->cover);
  if (fields == before.book.fields) {
    return {.fate = Merged::Fate::known};
  }
  StoredBook after{{id, Version{before.book.version.value + 1}, before.book.created_at,
                    std::max(now, before.book.updated_at), std::move(fields)},
                   {Change::changed, rules_.actor, {++counters.sequence.value}},
                   {}};
  after.document = formats::write_document(after.book);
  tables_.replace(before, after);
  return {.fate = Merged::Fate::updated,
          .id = id,
          .before = before.book.version,
          .version = after.book.version};
}

}  // namespace store
