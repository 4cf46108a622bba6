#include "store/apply_write.hpp"

#include <algorithm>
#include <utility>

#include "base/check.hpp"
#include "catalog/book_builder.hpp"
#include "catalog/field_values.hpp"
#include "catalog/own_cover.hpp"
#include "store/change_queue.hpp"
#include "store/duplicate_key.hpp"
#include "store/likely_duplicates.hpp"

namespace store {
namespace {

namespace problem = catalog::problem;

base::Unexpected<Refused> refuse(Problem problem) { return {Refused::because(std::move(problem))}; }

base::Unexpected<Refused> refuse(Refused refused) { return {std::move(refused)}; }

// Errors for a body's claims about members that only the server sets.
std::vector<catalog::FieldError> refuted(const catalog::NewBook& claimed, const Book& current) {
  std::vector<catalog::FieldError> errors = catalog::refuted_claims(claimed.claims, current);
  if (claimed.id && *claimed.id != current.id) {
    errors.insert(errors.begin(), catalog::refuted_id(*claimed.id));
  }
  return errors;
}

// A body may name a cover of ours where the book names the same already: who reads a book and
// sends it back says nothing new. Whether another one is kept, nobody has looked.
std::optional<Problem> unknown_cover(const catalog::BookFields& fields, std::string_view known) {
  if (fields.cover == known || !catalog::own_cover_in(fields.cover)) {
    return std::nullopt;
  }
  return problem::invalid_book({{catalog::to_pointer({catalog::Field::cover, {}, {}}),
                                 catalog::Rule::invalid_url,
                                 {},
                                 fields.cover}});
}

}  // namespace

std::vector<std::int64_t> bases_tried(const Precondition& precondition) {
  constexpr std::size_t versions_max = 8;
  std::vector<std::int64_t> newest_first = precondition.match.numbers;
  std::sort(newest_first.begin(), newest_first.end(), std::greater<>());
  newest_first.resize(std::min(newest_first.size(), versions_max));
  return newest_first;
}

BookDocument kept_version(WriteTables& tables, catalog::problem::VersionOf which) {
  if (auto stored = tables.live(which.id); stored && stored->book.version == which.version) {
    return stored->as_document();
  }
  auto document = tables.superseded(which);
  if (!document) {
    tables.damaged("an idempotency key names a version that is not there");
  }
  return *std::move(document);
}

WriteOutcome WriteApplier::apply(const Write& write, Batch& batch) {
  if (write.idempotency) {
    if (auto idempotency_record = tables_.idempotency_record(write.idempotency->key, batch.now)) {
      if (idempotency_record->request != write.idempotency->request) {
        return refuse(problem::of(catalog::ProblemCode::idempotency_mismatch));
      }
      return replay(*std::move(idempotency_record));
    }
  }
  Outcome outcome = apply(write.action, {write.precondition, write.actor}, batch);
  if (outcome && write.idempotency) {
    tables_.save_idempotency(*write.idempotency, *outcome, batch.now);
  }
  return outcome;
}

WriteOutcome WriteApplier::apply(const Action& action, const Asked& asked, Batch& batch) {
  batch_ = &batch;
  asked_ = &asked;
  return std::visit([this](const auto& one) { return perform(one); }, action);
}

Lifecycle WriteApplier::next(Change change) {
  return {change, asked_->actor, {++batch_->counters.sequence.value}};
}

// A clock that was set back must not make a change look older than what it changed.
base::Instant WriteApplier::instant_after(const Book& before) const {
  return std::max(batch_->now, before.updated_at);
}

WriteOutcome WriteApplier::done(StoredBook&& stored) {
  const Book& book = stored.book;
  const Lifecycle& lifecycle = stored.lifecycle;
  const ChangeEntry entry{lifecycle.sequence, lifecycle.change, book.id, book.version,
                          book.updated_at};
  batch_->changes.push_back({entry.id, entry.sequence});
  Written written{
      {entry.id, entry.version, std::move(stored.document)}, entry.change, entry.sequence, {}};
  if (batch_->own) {
    OwnChange& own = batch_->own->emplace_back(OwnChange{entry, written.book.json.size()});
    if (entry.change != Change::deleted) {
      own.book = std::move(stored.book);
    }
  }
  return written;
}

Book WriteApplier::parsed(const BookDocument& document) {
  auto book = formats::read_document(document.json);
  if (!book) {
    tables_.damaged("the document of book " + std::to_string(document.id.value));
  }
  return *std::move(book);
}

base::Expected<StoredBook, Refused> WriteApplier::current(BookId id) {
  std::optional<StoredBook> stored = tables_.live(id);
  if (stored) {
    if (auto refused = conflict(asked_->precondition, *stored)) {
      return refuse(*std::move(refused));
    }
    return *std::move(stored);
  }
  return refuse(tables_.deleted(id) ? problem::book_deleted(id) : problem::book_not_found(id));
}

std::optional<Refused> WriteApplier::conflict(const Precondition& precondition,
                                              const StoredBook& stored) {
  const Book& book = stored.book;
  if (precondition.holds(book.version.value, book.updated_at)) {
    return std::nullopt;
  }
  Refused refused{problem::version_conflict({book.id, book.version}), stored.as_document(), {}, {}};
  // The newest of the versions named that is still kept.
  for (const std::int64_t version : bases_tried(precondition)) {
    if (const auto base = tables_.superseded({book.id, {version}})) {
      refused.changed = catalog::differing_fields(parsed(*base).fields, book.fields);
      break;
    }
  }
  return refused;
}

WriteOutcome WriteApplier::create(const catalog::NewBook& book, std::optional<BookId> chosen,
                                  Duplicates duplicates) {
  WriteCounters& counters = batch_->counters;
  if (chosen && tables_.was_used(*chosen)) {
    return refuse(problem::id_in_use(*chosen));
  }
  if (auto unknown = unknown_cover(book.fields, {})) {
    return refuse(*std::move(unknown));
  }
  const BookId id = chosen ? *chosen : tables_.unused_id(counters.last_id);
  check(id.value >= 1 && id.value <= catalog::book_id_max);
  StoredBook stored{{id, Version{1}, batch_->now, batch_->now, book.fields}, {}, {}};
  if (auto errors = catalog::refuted_claims(book.claims, stored.book); !errors.empty()) {
    return refuse(problem::invalid_book(std::move(errors)));
  }
  const std::int64_t key = duplicate_key(stored.book.fields);
  std::vector<BookId> alike = likely_duplicates(tables_, stored.book.fields, key);
  if (duplicates == Duplicates::refused && !alike.empty()) {
    Refused refused = Refused::because(problem::duplicate_book(alike));
    refused.duplicates = std::move(alike);
    return refuse(std::move(refused));
  }
  if (asked_->precondition != Precondition{} &&
      !asked_->precondition.holds(tables_.catalogue_sequence(counters.sequence).value)) {
    return refuse(problem::of(catalog::ProblemCode::precondition_failed));
  }
  stored.lifecycle = next(Change::created);
  stored.document = formats::write_document(stored.book);
  tables_.insert(stored, key);
  ++counters.books;
  // A chosen id right after the last given one is as good as given: a block of them that grows from
  // there costs nothing to skip later.
  if (!chosen || id.value == counters.last_id.value + 1) {
    counters.last_id = id;
  }
  Outcome outcome = done(std::move(stored));
  outcome->duplicates = std::move(alike);
  return outcome;
}

WriteOutcome WriteApplier::perform(const Create& action) {
  return create(*action.book, action.book->id, action.duplicates);
}

WriteOutcome WriteApplier::perform(const CreateAt& action) {
  if (action.book->id && *action.book->id != action.id) {
    return refuse(catalog::foreign_id(*action.book->id));
  }
  if (auto stored = tables_.live(action.id)) {
    const Book& book = stored->book;
    return refuse(
        Refused{problem::version_conflict({book.id, book.version}), stored->as_document(), {}, {}});
  }
  return create(*action.book, action.id, Duplicates::allowed);
}

WriteOutcome WriteApplier::put(const StoredBook& stored, base::Shared<catalog::BookFields> fields,
                               Change change) {
  const Book& before = stored.book;
  if (fields == before.fields) {
    return Written{stored.as_document(), stored.lifecycle.change, stored.lifecycle.sequence, {}};
  }
  StoredBook after{{before.id, Version{before.version.value + 1}, before.created_at,
                    instant_after(before), std::move(fields)},
                   next(change),
                   {}};
  after.document = formats::write_document(after.book);
  tables_.replace(stored, after);
  return done(std::move(after));
}

WriteOutcome WriteApplier::perform(const Replace& action) {
  auto stored = current(action.id);
  if (!stored) {
    return refuse(std::move(stored).error());
  }
  if (auto errors = refuted(*action.book, stored->book); !errors.empty()) {
    return refuse(problem::invalid_book(std::move(errors)));
  }
  if (auto unknown = unknown_cover(action.book->fields, stored->book.fields->cover)) {
    return refuse(*std::move(unknown));
  }
  return put(*stored, action.book->fields, Change::changed);
}

WriteOutcome WriteApplier::perform(const Alter& action) {
  auto stored = current(action.id);
  if (!stored) {
    return refuse(std::move(stored).error());
  }
  auto fields = catalog::apply(*action.patch, stored->book);
  if (!fields) {
    return refuse(std::move(fields).error());
  }
  if (auto unknown = unknown_cover(*fields, stored->book.fields->cover)) {
    return refuse(*std::move(unknown));
  }
  return put(*stored, *std::move(fields), Change::changed);
}

WriteOutcome WriteApplier::perform(const SetCover& action) {
  auto stored = current(action.id);
  if (!stored) {
    return refuse(std::move(stored).error());
  }
  base::Shared<catalog::BookFields> fields = stored->book.fields;
  fields.edit().cover = catalog::own_cover_address(action.id, action.cover->hash);
  WriteOutcome outcome = put(*stored, std::move(fields), Change::changed);
  if (outcome) {
    tables_.save_cover(action.cover);
  }
  return outcome;
}

WriteOutcome WriteApplier::perform(const RemoveCover& action) {
  auto stored = current(action.id);
  if (!stored) {
    return refuse(std::move(stored).error());
  }
  if (!catalog::own_cover_in(stored->book.fields->cover)) {
    return refuse(problem::cover_not_found(action.id));
  }
  base::Shared<catalog::BookFields> fields = stored->book.fields;
  fields.edit().cover.clear();
  return put(*stored, std::move(fields), Change::changed);
}

WriteOutcome WriteApplier::perform(const Remove& action) {
  auto stored = current(action.id);
  if (!stored) {
    return refuse(std::move(stored).error());
  }
  const Lifecycle lifecycle = next(Change::deleted);
  const Tombstone tombstone{Version{stored->book.version.value + 1}, lifecycle.sequence,
                            instant_after(stored->book), lifecycle.actor};
  tables_.remove(*stored, tombstone);
  --batch_->counters.books;
  stored->book.version = tombstone.version;
  stored->document = formats::write_document(stored->book);
  stored->book.updated_at = tombstone.at;
  stored->lifecycle = lifecycle;
  return done(*std::move(stored));
}

WriteOutcome WriteApplier::perform(const Restore& action) {
  if (const auto tombstone = tables_.deleted(action.id)) {
    return revive(*tombstone, action);
  }
  auto stored = current(action.id);
  if (!stored) {
    return refuse(std::move(stored).error());
  }
  if (action.version == stored->book.version) {
    return put(*stored, stored->book.fields, Change::restored);
  }
  const auto earlier = tables_.superseded({action.id, action.version});
  if (!earlier) {
    return refuse(problem::version_not_found({action.id, action.version}));
  }
  return put(*stored, parsed(*earlier).fields, Change::restored);
}

// A deleted book has no current representation, so If-Match: * is false and If-None-Match holds
// whatever it names (RFC 9110 section 13.1); the version of its deletion, which its history shows,
// may be named.
WriteOutcome WriteApplier::revive(const Tombstone& tombstone, const Restore& action) {
  const Precondition& precondition = asked_->precondition;
  const Condition& match = precondition.match;
  const bool met = match.kind == Condition::Kind::none ||
                   (match.kind == Condition::Kind::one_of && match.names(tombstone.version.value));
  if (!met) {
    return refuse(problem::version_conflict({action.id, tombstone.version}));
  }
  const auto earlier = tables_.superseded({action.id, action.version});
  if (!earlier) {
    return refuse(problem::version_not_found({action.id, action.version}));
  }
  StoredBook stored{parsed(*earlier), next(Change::restored), {}};
  stored.book.version = Version{tombstone.version.value + 1};
  stored.book.updated_at = std::max(batch_->now, tombstone.at);
  stored.document = formats::write_document(stored.book);
  tables_.revive(tombstone, stored);
  ++batch_->counters.books;
  return done(std::move(stored));
}

WriteOutcome WriteApplier::replay(IdempotencyRecord&& idempotency_record) {
  const Version shown = shown_version(idempotency_record);
  BookDocument document = kept_version(tables_, {idempotency_record.book, shown});
  if (shown != idempotency_record.version) {
    Book book = parsed(document);
    book.version = idempotency_record.version;
    document = document_of(book);
  }
  return Written{std::move(document), idempotency_record.change, idempotency_record.sequence,
                 std::move(idempotency_record.duplicates), Written::Origin::replayed};
}

}  // namespace store
