// The fields of a book that hold a term, as bits: the scope of a search, a filter or a tier.
// Constants, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "catalog/listing.hpp"
#include "catalog/search_query.hpp"

namespace search {

enum class Field : std::uint8_t {
  title,
  other_title,  // subtitle, original title
  author,
  publisher,
  subject,
  tag,
  edition,  // of the series its name and volume; edition, year
  number,   // ISBNs, identifiers
};
inline constexpr std::size_t field_count = 8;

using FieldMask = std::uint8_t;
constexpr FieldMask mask_of(Field field) noexcept {
  return static_cast<FieldMask>(1U << static_cast<unsigned>(field));
}

// A term of Field::number that no text has: in each book that a link leads to the text of.
inline constexpr std::string_view linked_text_mark = "\x01";

inline constexpr FieldMask titles = mask_of(Field::title) | mask_of(Field::other_title);
inline constexpr FieldMask titles_and_authors = titles | mask_of(Field::author);
inline constexpr auto default_fields = static_cast<FieldMask>(0xFFU ^ mask_of(Field::tag));

constexpr FieldMask mask_of(catalog::SearchField field) noexcept {
  switch (field) {
    case catalog::SearchField::any:
      return default_fields;
    case catalog::SearchField::title:
      return titles;
    case catalog::SearchField::author:
      return mask_of(Field::author);
    case catalog::SearchField::publisher:
      return mask_of(Field::publisher);
    case catalog::SearchField::subject:
      return mask_of(Field::subject);
    case catalog::SearchField::number:
      return mask_of(Field::number);
  }
  return 0;
}

constexpr FieldMask mask_of(catalog::TextField field) noexcept {
  switch (field) {
    case catalog::TextField::title:
      return titles;
    case catalog::TextField::author:
      return mask_of(Field::author);
    case catalog::TextField::publisher:
      return mask_of(Field::publisher);
    case catalog::TextField::subject:
      return mask_of(Field::subject);
    case catalog::TextField::tag:
      return mask_of(Field::tag);
  }
  return 0;
}

}  // namespace search
