// The parts of the mapping from a MARC 21 record to a book; marc_book.hpp is the whole. Each
// function reads its fields of the record and fills the builder with values within the limits:
// optional text is cut, with a warning, lists keep their first items, so that no record is lost for
// being generous.
// One thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/book_builder.hpp"
#include "catalog/field.hpp"
#include "catalog/limits.hpp"
#include "formats/format.hpp"
#include "formats/marc_record.hpp"
#include "formats/summaries.hpp"

namespace formats {

struct MarcMapping;

// marc_note_list.cpp. The notes of a record and the fields that they are of.
class MarcNotes {
 public:
  // Empty ones are left out.
  void add(int tag, std::string text);
  bool has(std::string_view text) const noexcept;
  // More than a book may have: further ones are not even counted.
  bool is_overfull() const noexcept { return notes_.size() > catalog::limits::notes_max; }
  // A note that is too long goes on in the next where there is room; what is lost is told.
  void put(const MarcMapping& to) const;

 private:
  struct Note {
    int tag;
    std::string text;
  };
  std::vector<Note> notes_;
};

struct MarcMapping {
  const MarcRecord& record;
  catalog::BookBuilder& book;
  int current_year;
  std::vector<Written>& warnings;  // of what is over a limit
};

// A text of the field `tag`, clipped to the limit; where that cuts it, a warning says so.
struct MarcValue {
  int tag;
  std::string_view value;
  std::size_t code_points_max;
};
std::string fitted(const MarcMapping& to, const MarcValue& text);
void warn(const MarcMapping& to, const MarcValue& text, const catalog::Wording& why);
// The first of what is alike is told: a record may hold countless ones.
void warn_once(const MarcMapping& to, const MarcValue& text, const catalog::Wording& why);
// Sets an optional text that fits; nothing when it is empty.
void put(const MarcMapping& to, catalog::Field field, const MarcValue& text);
// The synopsis out of fields `tag`, then the notes, with the summaries that did not fit as the
// last.
void put_texts(const MarcMapping& to, int tag, const Summaries& summaries, MarcNotes notes);

// marc_notes.cpp. The addresses of a record: the first that is labelled as one becomes the cover,
// the others links, as many as a book may have.
class MarcAddresses {
 public:
  struct Address {
    std::string_view url = {};  // checked
    std::string_view label;
    std::string_view media_type;  // as it stands
    std::optional<catalog::LinkRelation> relation;
    std::string_view note;
  };
  explicit MarcAddresses(const MarcMapping& to) : to_(to) {}
  // Every address in $u of a field 856; `address` says what is told of all of them.
  void add_all(const Iso2709Field& field, Address address);

 private:
  void add(const Address& address);

  const MarcMapping& to_;
  bool has_cover_ = false;
  std::size_t links_ = 0;
};

// marc_titles.cpp. The title of the book itself, to tell whether another says more.
class OwnTitle {
 public:
  // `whole` is with its subtitle. It is clipped: a record may hold thousands of titles, and one as
  // long as all of them.
  explicit OwnTitle(std::string_view whole);
  // True of an empty title, too. `folded` as by base::fold().
  bool holds(std::string_view folded) const;

 private:
  std::string folded_;  // a blank before and behind each word
};

// marc_titles.cpp. A series as the book has it: clean, its volume perhaps empty.
struct SeriesTitle {
  int tag;
  std::string name;
  std::string volume;
};
SeriesTitle clean_series(int tag, std::string_view name, std::string_view volume);
// The first of them, unless it has no name; and the others, as notes, with the first where its
// volume is too long.
void put_series(const MarcMapping& to, const std::vector<SeriesTitle>& series);
void add_further_series(MarcNotes& notes, const std::vector<SeriesTitle>& series);

// marc_imprint.cpp. A statement of edition ($a, $b). Where the whole is too long, the edition
// itself
// ($a) is put, and the whole is a note.
void put_edition(const MarcMapping& to, const Iso2709Field& field);
void add_long_edition(MarcNotes& notes, const Iso2709Field& field);

// marc_numbers.cpp. The ISBNs of a record, each once, and its other numbers, as many as a book may
// have, so that the limits refuse nothing.
class MarcNumbers {
 public:
  explicit MarcNumbers(const MarcMapping& to) : to_(to) {}
  void isbn(int tag, const catalog::Isbn& isbn);
  bool has_isbn() const noexcept { return !isbns_.empty(); }
  // An empty value is none.
  void identifier(int tag, const catalog::BookBuilder::IdentifierText& text);

 private:
  const MarcMapping& to_;
  std::vector<catalog::Isbn> isbns_;
  std::size_t identifiers_ = 0;
};

// marc_numbers.cpp. A class number that fits.
void put_class(const MarcMapping& to, catalog::Field field, const MarcValue& number);
// A text that is too long for its field, as a note.
void add_if_long(MarcNotes& notes, std::string_view label, const MarcValue& text);

// marc_titles.cpp. False when there is no title (245), which refuses the record.
bool map_title(const MarcMapping& to);
void map_original_title(const MarcMapping& to);
void map_series(const MarcMapping& to);
// The titles that the book has no member for: a parallel one, others (246, 740), further
// series.
void add_title_notes(const MarcRecord& record, MarcNotes& notes);

void map_contributors(const MarcMapping& to);  // marc_names.cpp: 100…111, 700…711, 245 $c
void map_imprint(const MarcMapping& to);       // marc_imprint.cpp: 250, 260, 264, 008, 300
// marc_imprint.cpp. Statements of edition after the first, and one that is too long.
void add_further_editions(const MarcRecord& record, MarcNotes& notes);
void map_numbers(const MarcMapping& to);  // marc_numbers.cpp: 010…035, 080, 082
void add_long_classes(const MarcRecord& record, MarcNotes& notes);  // marc_numbers.cpp
void map_subjects(const MarcMapping& to);             // marc_subjects.cpp: 600…656, 690…699
void map_languages(const MarcMapping& to);            // marc_book.cpp: 008/35-37, 041
void map_summaries_and_notes(const MarcMapping& to);  // marc_notes.cpp: 520, the rest of 500…599
void map_links(const MarcMapping& to);                // marc_notes.cpp: 856

// True when the record says that the book is a translation (041; marc_book.cpp).
bool is_translation(const MarcRecord& record);

}  // namespace formats
