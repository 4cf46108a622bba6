// A feed of OPDS as values, and where its links lead, whichever version it is written in: 2.0 as
// JSON (opds_json.hpp) or 1.2 as Atom (opds_atom.hpp). Links are paths, so that they hold under any
// name and scheme by which a client calls; only identifiers are absolute. Values and pure
// functions; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "catalog/book.hpp"
#include "catalog/listing.hpp"
#include "catalog/problem.hpp"
#include "store/cover.hpp"

namespace api {

// json: OPDS 2.0. atom: OPDS 1.2.
enum class OpdsForm : std::uint8_t { json, atom };
enum class OpdsKind : std::uint8_t { navigation, acquisition };

inline constexpr std::string_view opds_root = "/opds";
inline constexpr std::string_view opds_atom_root = "/opds/v1.2";
inline constexpr std::string_view opds_json_type = "application/opds+json";
inline constexpr std::string_view opds_publication_type = "application/opds-publication+json";
inline constexpr std::string_view opds_entry_type =
    "application/atom+xml;type=entry;profile=opds-catalog";
inline constexpr std::string_view opds_authentication_type = "application/opds-authentication+json";

std::string_view opds_type(OpdsForm form, OpdsKind kind) noexcept;
OpdsForm opds_other(OpdsForm form) noexcept;

// A feed's target is its address below the root of either form: "", "/titulos?ano=1899".
struct OpdsPlaces {
  OpdsForm form = OpdsForm::json;
  std::string origin;  // of absolute addresses, without a slash at its end
  std::string prefix;  // of every path, where a proxy puts the catalogue below one
  std::string name;    // of the catalogue
  catalog::Holdings holdings = catalog::Holdings::all;
  catalog::Language language = catalog::Language::portuguese;
  store::CoverTypes covers = {};  // of the covers shown, those that the catalogue keeps

  std::string feed(std::string_view target) const { return feed(form, target); }
  std::string feed(OpdsForm in, std::string_view target) const;
  std::string path(std::string_view path) const;
  // The same, absolute; `origin` holds the prefix.
  std::string absolute(std::string_view path) const;
};

// One way of a navigation feed.
struct OpdsEntry {
  std::string title;
  std::string summary;  // may be empty
  std::string target;
  OpdsKind kind = OpdsKind::acquisition;
  std::optional<std::uint64_t> books = std::nullopt;
  bool is_newest = false;  // http://opds-spec.org/sort/new
};

struct OpdsFacetValue {
  std::string title;
  std::string target;
  std::optional<std::uint64_t> books = std::nullopt;
  bool is_active = false;
};
struct OpdsFacet {
  std::string title;
  std::vector<OpdsFacetValue> values;  // two at least
};

struct OpdsFeed {
  OpdsKind kind = OpdsKind::acquisition;
  std::string title;
  std::string target;
  std::optional<std::string> up = std::nullopt;  // a navigation feed
  std::optional<std::string> first = std::nullopt;
  std::optional<std::string> next = std::nullopt;
  std::optional<std::string> previous = std::nullopt;
  base::Instant updated{};
  std::optional<std::uint64_t> total = std::nullopt;
  std::vector<OpdsEntry> entries = {};    // of a navigation feed
  std::vector<catalog::Book> books = {};  // of an acquisition feed
  std::vector<OpdsFacet> facets = {};
};
inline constexpr std::size_t opds_page_size = 50;

// The target of the books of `value`: of one `autor`, one `assunto`.
std::string opds_books_of(std::string_view parameter, std::string_view value);

struct OpdsLink {
  std::string_view relation;
  std::string href;
  std::string type;  // empty: not known
  std::string title = {};
};
// Never empty: readers drop a book that nobody can get. One without addresses of its own is lent
// where its page says.
std::vector<OpdsLink> opds_acquisitions(const OpdsPlaces& places, const catalog::Book& book);
// Addresses that give something else.
std::vector<OpdsLink> opds_related(const catalog::Book& book);
// The cover first, where there is one. The last is always of a type that every reader shows.
std::vector<OpdsLink> opds_images(const OpdsPlaces& places, const catalog::Book& book);

// The year of a book in four digits; empty when it has none, or none after Christ.
std::string opds_issued(const catalog::Book& book);
// "urn:isbn:9788508072736"; empty when the book has none.
std::string opds_isbn_urn(const catalog::Book& book);
// The absolute address of the book.
std::string opds_book_uri(const OpdsPlaces& places, const catalog::Book& book);

}  // namespace api
