// The punctuation of catalogue cards, taken off again: ISBD marks that announce the next element,
// full stops that end a field, brackets around what a cataloguer supplied. Pure functions on UTF-8;
// the results are views into the argument unless they are strings.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace formats {

// ASCII white space only: that is what MARC records are padded with.
std::string_view trimmed(std::string_view text) noexcept;

// Without one trailing ISBD mark: "/", ":", ";", "=" or ",".
std::string_view without_isbd_mark(std::string_view text) noexcept;

// Without the mark that some write before a part instead of behind the one before: ": Garnier", "/
// Machado de Assis", "-- História". Text of marks alone stays.
std::string_view without_leading_mark(std::string_view text) noexcept;
// The same for a part that is to be joined to `out`, which takes over a full stop or comma.
std::string_view part_behind(std::string& out, std::string_view part);

enum class FullStop : std::uint8_t { of_phrase, of_name };
// Without the full stop that ends a field; that of an initial or a common abbreviation stays:
// "Rowling, J. K.", "Alves & Cia.", "2a ed.", "etc.".
std::string_view without_full_stop(std::string_view text, FullStop kind) noexcept;

// All of the above but the last, in this order; a full stop in front of an ISBD mark is part of the
// text.
std::string_view without_end_marks(std::string_view text, FullStop kind) noexcept;

// Without square brackets around the whole, or half a pair left at one end.
std::string_view without_brackets(std::string_view text) noexcept;
// A title or another phrase without the marks that end it, then without brackets.
std::string_view finished_phrase(std::string_view text) noexcept;

// At most `code_points_max` code points of the NFC form, without white space of any kind at its
// ends. Cheap when nothing has to go.
std::string clipped(std::string_view text, std::size_t code_points_max);

// True when clipped() would cut it.
bool is_longer(std::string_view text, std::size_t code_points_max);
// The beginning of UTF-8 with at most so many code points; a letter keeps its marks or goes.
std::string_view first_code_points(std::string_view text, std::size_t count) noexcept;

// As much of a text in NFC as a note holds: all of it, or up to a blank where one is near.
std::string_view note_part(std::string_view text) noexcept;

// `out` and `piece` with `separator` between them unless one of them is empty.
void join(std::string& out, std::string_view separator, std::string_view piece);

}  // namespace formats
