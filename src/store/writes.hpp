// The writes of every store, as data: commands, their conditions and what comes of them. Values;
// any thread.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/boxed.hpp"
#include "base/clock.hpp"
#include "catalog/book.hpp"
#include "catalog/book_patch.hpp"
#include "catalog/field.hpp"
#include "catalog/new_book.hpp"
#include "catalog/problem.hpp"
#include "store/book_document.hpp"
#include "store/cover.hpp"

namespace store {

using catalog::Book;
using catalog::BookId;
using catalog::Problem;
using catalog::Result;
using catalog::Sequence;
using catalog::Version;

// How a version came about.
enum class Change : std::uint8_t { created, changed, deleted, restored };

enum class Duplicates : std::uint8_t { allowed, refused };

struct Create {
  base::Boxed<catalog::NewBook> book;  // claims must be empty or those of a new book (version 1)
  Duplicates duplicates = Duplicates::allowed;
};
struct Replace {
  BookId id;
  base::Boxed<catalog::NewBook> book;  // book.id, when given, must equal id
};
// PUT with If-None-Match: *: makes the book under a chosen id; version_conflict with the
// current book when it exists (RFC 9110 section 13.1.2), id_in_use when it once did.
struct CreateAt {
  BookId id;
  base::Boxed<catalog::NewBook> book;
};
struct Alter {
  BookId id;
  base::Boxed<catalog::BookPatch> patch;
};
struct Remove {
  BookId id;
};
// Brings back the fields of `version` as a new version; a deleted book lives again.
struct Restore {
  BookId id;
  Version version;
};
// Keeps an image, and names it in the book; or takes the name of such a one out. cover_not_found
// for a book that names none.
struct SetCover {
  BookId id;
  CoverPtr cover;
};
struct RemoveCover {
  BookId id;
};
using Action =
    std::variant<Create, CreateAt, Replace, Alter, Remove, Restore, SetCover, RemoveCover>;

// What a condition names of its target: versions of the book or, where the target is the catalogue
// (Create), its sequence number. `any` is "*"; none: nobody asked.
struct Condition {
  enum class Kind : std::uint8_t { none, any, one_of } kind = Kind::none;
  std::vector<std::int64_t> numbers;

  bool names(std::int64_t number) const;
  bool operator==(const Condition&) const = default;
};
// RFC 9110 section 13.1. A write whose condition is false changes nothing.
struct Precondition {
  Condition match;       // If-Match: the target must be one of these
  Condition none_match;  // If-None-Match: it must be none of these
  // A book must not have changed after this second.
  std::optional<base::Instant> unmodified_since = std::nullopt;

  // True for a target that is there, in the state `number`, last changed at `changed_at`.
  bool holds(std::int64_t number, std::optional<base::Instant> changed_at = std::nullopt) const;
  bool operator==(const Precondition&) const = default;
};

struct IdempotencyKey {
  std::string key;                         // as sent
  std::array<std::uint8_t, 32> request{};  // SHA-256 of method, target with its query, and body
};
inline constexpr std::chrono::hours idempotency_lifetime{24};

struct Write {
  Action action;
  Precondition precondition;
  std::optional<IdempotencyKey> idempotency;
  std::string actor;
};

// The outcome of a successful write. A write that would not change the book has written nothing:
// its outcome shows the book and its newest change as they were.
struct Written {
  BookDocument book;  // the new state; for Remove the last state, with the tombstone's version
  Change change;
  Sequence sequence;
  std::vector<BookId> duplicates;  // likely duplicates of a created book, at most 10, ascending
  enum class Origin : std::uint8_t { executed, replayed } origin = Origin::executed;
};

// A refused write says more than its problem where the answer shows it.
struct Refused {
  Problem problem;
  std::optional<BookDocument> current;  // version_conflict: the book as it is
  // version_conflict: the fields that differ from the version the client had; empty when that is
  // not kept.
  catalog::FieldSet changed;
  std::vector<BookId> duplicates;  // duplicate_book

  static Refused because(Problem problem) { return {std::move(problem), std::nullopt, {}, {}}; }
};
using WriteOutcome = base::Expected<Written, Refused>;

// ---- groups: many writes of one client as one command ------------------------------------------

// Each write sees what those before it have done.
inline constexpr std::size_t grouped_writes_max = 1000;
// The documents of the outcomes of one group weigh no more than this; those behind come without.
inline constexpr std::size_t group_documents_bytes_max = std::size_t{4} * 1024 * 1024;

struct GroupedWrite {
  std::variant<Action, Refused> action;  // Refused: was no good before the store saw it
  Precondition precondition = {};
};
struct WriteGroup {
  std::vector<GroupedWrite> writes;
  // A refused write leaves the others alone, or nothing of the group happens.
  enum class IfRefused : std::uint8_t { go_on, undo_all } if_refused = IfRefused::go_on;
  // The outcomes show the books, or only which they are.
  enum class Documents : std::uint8_t { wanted, unwanted } documents = Documents::wanted;
  std::optional<IdempotencyKey> idempotency = std::nullopt;
  std::string actor = {};
};
struct GroupWritten {
  // One for each write, in their order. The `json` of a document that is not shown is empty.
  std::vector<WriteOutcome> outcomes;
  Sequence sequence = {};  // the newest of theirs; none when nothing was done
  Written::Origin origin = Written::Origin::executed;
};
struct GroupRefused {
  Refused refused;
  std::optional<std::size_t> write = std::nullopt;  // the one that undid all
};
using GroupOutcome = base::Expected<GroupWritten, GroupRefused>;
inline GroupOutcome refused_group(catalog::ProblemCode code) {
  return base::Unexpected<GroupRefused>{{Refused::because(catalog::problem::of(code))}};
}

}  // namespace store
