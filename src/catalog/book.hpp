// A book as the catalogue keeps it. Values without behaviour: BookFields has passed validation
// (catalog/book_builder.hpp makes it), so every string is NFC, trimmed and within its limit.
// An empty string or vector means "absent"; author is the one field that distinguishes null.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/shared.hpp"
#include "catalog/identity.hpp"
#include "catalog/isbn.hpp"

namespace catalog {

// Who made a book: cataloguing rules, citations and name orders treat each kind in its own way.
enum class ContributorKind { person, body, event };

// A name, its role as a MARC relator code ("aut", "trl", "ill", …) and whose it is.
struct Contributor {
  std::string name;
  std::string role = "aut";
  ContributorKind kind = ContributorKind::person;
  bool operator==(const Contributor&) const = default;
};

enum class IdentifierType { issn, doi, lccn, oclc, olid, asin, invalid_isbn, other };

struct Identifier {
  IdentifierType type = IdentifierType::other;
  std::string value;
  bool operator==(const Identifier&) const = default;
};

struct Series {
  std::string name;
  std::string volume;
  bool operator==(const Series&) const = default;
};

// What an address on the web gives of a book: its text, a sample of it, a loan, a purchase.
enum class LinkRelation { text, sample, loan, purchase, other };

struct Link {
  std::string url;         // http(s)
  std::string media_type;  // in its canonical form, or empty
  std::optional<LinkRelation> relation;
  std::string note;
  bool operator==(const Link&) const = default;
};

// The fields that a client may set.
struct BookFields {
  std::string title;
  std::optional<std::string> author;  // nullopt: anonymous or unknown, on purpose
  std::string subtitle;
  std::string original_title;
  std::vector<Contributor> contributors;
  std::optional<Isbn> isbn;
  std::vector<Isbn> other_isbns;
  std::vector<Identifier> identifiers;
  std::string publisher;
  std::string place;
  std::string edition;
  std::optional<std::int32_t> year;
  std::string language;           // BCP 47
  std::string original_language;  // BCP 47
  std::optional<std::int32_t> pages;
  std::vector<std::string> subjects;
  std::vector<std::string> tags;
  std::string cdd;
  std::string cdu;
  std::optional<Series> series;
  std::string synopsis;
  std::vector<std::string> notes;
  std::string cover;  // http(s) URL, or the name of one of ours (catalog/own_cover.hpp)
  std::vector<Link> links;
  std::string extra;  // one JSON object, minified, or empty

  bool operator==(const BookFields&) const = default;
};

struct Book {
  BookId id;
  Version version;
  base::Instant created_at;
  base::Instant updated_at;
  base::Shared<BookFields> fields;

  bool operator==(const Book&) const = default;
};

}  // namespace catalog
