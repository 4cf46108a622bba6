// Which group an ISBN belongs to and where its parts end, by the International ISBN Agency's range
// table. The table is data: the program holds one (isbn_ranges.txt) and reads a newer one at its
// start. Immutable once read; any thread, no I/O.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.hpp"
#include "catalog/isbn.hpp"
#include "catalog/problem.hpp"

namespace catalog {

// Registrants of a group: `length` digits, compared as seven with zeros or nines behind them.
struct IsbnRange {
  std::uint32_t first;
  std::uint32_t last;
  std::size_t length;
};

struct IsbnGroup {
  std::string prefix;  // "978-85"
  std::string agency;  // of a country or a language, in English
  std::vector<IsbnRange> ranges;
};

// A fault of a table, and its place.
struct IsbnTableFault {
  Wording what;
  std::string shown;     // the part of the table that is wrong
  std::size_t line = 0;  // 0: not of one line

  // "linha 3:  00-19 2-454"
  std::string in(Language language) const;
};

class IsbnRanges {
 public:
  using Read = base::Expected<IsbnRanges, IsbnTableFault>;

  // isbn_ranges.txt's own form, or the agency's RangeMessage.xml.
  static Read parse(std::string_view text);
  // Groups in any order; failure also when two prefixes could claim one ISBN.
  static Read of(std::string date, std::vector<IsbnGroup> groups);

  // The day the agency published it: 2026-01-31.
  const std::string& date() const noexcept { return date_; }
  const std::vector<IsbnGroup>& groups() const noexcept { return groups_; }

  // nullptr: nobody's yet.
  const IsbnGroup* group_of(const Isbn& isbn) const noexcept;

  struct Hyphenated {
    std::string isbn13;
    std::optional<std::string> isbn10;  // 978 only
  };
  // nullopt: the table does not know where the registrant ends.
  std::optional<Hyphenated> hyphenate(const Isbn& isbn) const;

 private:
  std::string date_;
  std::vector<IsbnGroup> groups_;  // by prefix
};

// The table this very build holds, as text; tools/embed.py makes the definition.
std::string_view default_isbn_ranges() noexcept;

}  // namespace catalog
