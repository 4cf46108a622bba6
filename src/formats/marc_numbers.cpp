#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "catalog/identifier_value.hpp"
#include "catalog/isbn.hpp"
#include "catalog/limits.hpp"
#include "formats/marc_mapping.hpp"
#include "formats/marc_text.hpp"
#include "formats/over_limit.hpp"

namespace formats {
namespace {

using catalog::Field;
using catalog::IdentifierType;
using catalog::Isbn;
namespace limits = catalog::limits;

// "0-12-345678-9 (pbk.)", "8587742051 :" -> what stands in front of the qualifier.
std::string_view without_qualifier(std::string_view text) noexcept {
  text = trimmed(text);
  return trimmed(text.substr(0, text.find_first_of("(:;,")));
}

bool has_digit(std::string_view text) noexcept {
  return text.find_first_of("0123456789") != std::string_view::npos;
}

// "9788535902778 (broch.) ; 9788508040810": those behind the first, each behind a mark.
void map_further_isbns(int tag, std::string_view text, MarcNumbers& numbers) {
  constexpr std::string_view marks = ";,/|";
  for (std::size_t at = text.find_first_of(marks); at != std::string_view::npos;) {
    const std::string_view behind = catalog::without_isbn_label(trimmed(text.substr(at + 1)));
    if (const auto isbn = Isbn::parse_front(behind)) numbers.isbn(tag, *isbn);
    at = text.find_first_of(marks, at + 1);
  }
}

// A cancelled or wrong ISBN ($z) is kept as written: it is printed in some book and searched for.
void map_isbns(const Iso2709Field& field, MarcNumbers& numbers) {
  Subfields subfields = field.subfields();
  while (const auto subfield = subfields.next()) {
    if (subfield->code != 'a' && subfield->code != 'z') continue;
    const std::string_view text =
        without_qualifier(catalog::without_isbn_label(trimmed(subfield->value)));
    const auto isbn = subfield->code == 'a' ? Isbn::parse_front(text) : std::nullopt;
    if (isbn) {
      numbers.isbn(field.tag, *isbn);
      map_further_isbns(field.tag, subfield->value, numbers);
    } else if (has_digit(text)) {
      numbers.identifier(field.tag, {.type = "isbn_invalido", .value = text});
    }
  }
}

// LCCN namespace rules: no blanks, nothing from a slash on: " n 78890351 //r85" -> "n78890351".
std::string normalised_lccn(std::string_view text) {
  text = text.substr(0, text.find('/'));
  std::string lccn;
  std::copy_if(text.begin(), text.end(), std::back_inserter(lccn), [](char c) { return c != ' '; });
  return lccn;
}

// "(OCoLC)ocm00012345", whose label the builder takes off; empty for the control numbers of other
// systems. What is no number there stays without the label.
std::string oclc_number(std::string_view text) {
  constexpr std::string_view system = "(OCoLC)";
  text = trimmed(text);
  if (!text.starts_with(system)) return {};
  const std::string_view behind = trimmed(text.substr(system.size()));
  if (behind.find_first_not_of("ocmn0") == std::string_view::npos) return {};
  std::string plain = catalog::plain_identifier(IdentifierType::oclc, text);
  return plain == text ? std::string(behind) : plain;
}

// 024: what kind of number it is stands in $2.
void map_other_standard(const Iso2709Field& field, MarcNumbers& numbers) {
  if (field.indicator(1) != '7') return;
  const std::string_view source = trimmed(field.first('2'));
  const std::string_view value = trimmed(field.first('a'));
  if (source == "doi") numbers.identifier(field.tag, {.type = "doi", .value = value});
  // A handle says itself that it is one: "hdl:10183/1234".
  if (source != "hdl" || value.empty()) return;
  const bool is_said =
      base::begins_ignoring_case(value, "hdl:") || base::begins_ignoring_case(value, "http");
  numbers.identifier(field.tag,
                     {.type = "outro", .value = (is_said ? "" : "hdl:") + std::string(value)});
}

// The number under the bars of the book, where nothing else is an ISBN.
void map_bar_code(const MarcRecord& record, MarcNumbers& numbers) {
  for (const Iso2709Field& field : record.fields()) {
    if (field.tag != 24 || field.indicator(1) != '3') continue;
    if (const auto isbn = Isbn::parse_front(trimmed(field.first('a'))))
      numbers.isbn(field.tag, *isbn);
  }
}

void map_identifiers(const Iso2709Field& field, MarcNumbers& numbers) {
  using catalog::without_identifier_label;
  switch (field.tag) {
    case 10:
      numbers.identifier(field.tag, {.type = "lccn",
                                     .value = normalised_lccn(without_identifier_label(
                                         IdentifierType::lccn, field.first('a')))});
      return;
    case 20:
      map_isbns(field, numbers);
      return;
    case 22:
      numbers.identifier(field.tag, {.type = "issn",
                                     .value = without_qualifier(without_identifier_label(
                                         IdentifierType::issn, field.first('a')))});
      return;
    case 24:
      return map_other_standard(field, numbers);
    case 35:
      numbers.identifier(field.tag, {.type = "oclc", .value = oclc_number(field.first('a'))});
      return;
    default:
      return;
  }
}

// 082 $a carries the marks where a class number may be cut: "869.2/42", "333.7′2".
std::string plain_dewey(std::string_view text) {
  constexpr std::string_view primes[] = {"/", "'", "\xE2\x80\xB2", "\xCA\xB9", "\xE2\x80\x99"};
  std::string number(trimmed(text));
  for (const std::string_view prime : primes) {
    for (std::size_t at = number.find(prime); at != std::string::npos; at = number.find(prime)) {
      number.erase(at, prime.size());
    }
  }
  return number;
}

}  // namespace

void map_numbers(const MarcMapping& to) {
  MarcNumbers numbers(to);
  for (const Iso2709Field& field : to.record.fields()) map_identifiers(field, numbers);
  if (!numbers.has_isbn()) map_bar_code(to.record, numbers);
  if (const Iso2709Field* field = to.record.first(82)) {
    put_class(to, Field::cdd, {82, plain_dewey(field->first('a')), limits::classification_max});
  }
  if (const Iso2709Field* field = to.record.first(80)) {
    put_class(to, Field::cdu, {80, field->first('a'), limits::classification_max});
  }
}

void MarcNumbers::isbn(int tag, const Isbn& isbn) {
  if (std::ranges::find(isbns_, isbn) != isbns_.end()) return;
  if (isbns_.size() > limits::other_isbns_max) {
    return warn_once(to_, {tag, isbn.digits(), 0}, no_room);
  }
  isbns_.push_back(isbn);
  if (isbns_.size() == 1) return to_.book.isbn(isbn.digits());
  to_.book.other_isbn(isbn.digits());
}

void MarcNumbers::identifier(int tag, const catalog::BookBuilder::IdentifierText& text) {
  const std::string value = fitted(to_, {tag, text.value, limits::identifier_value_max});
  if (value.empty()) return;
  if (identifiers_ == limits::identifiers_max) return warn_once(to_, {tag, value, 0}, no_room);
  ++identifiers_;
  to_.book.identifier({.type = text.type, .value = value});
}

void put_class(const MarcMapping& to, Field field, const MarcValue& number) {
  if (!is_longer(number.value, number.code_points_max)) put(to, field, number);
}

void add_if_long(MarcNotes& notes, std::string_view label, const MarcValue& text) {
  if (!is_longer(text.value, text.code_points_max)) return;
  notes.add(text.tag, std::string(label).append(": ").append(trimmed(text.value)));
}

void add_long_classes(const MarcRecord& record, MarcNotes& notes) {
  const Iso2709Field* dewey = record.first(82);
  // Most are short, and need no copy without their marks.
  if (dewey != nullptr && dewey->first('a').size() > limits::classification_max) {
    add_if_long(notes, "CDD", {82, plain_dewey(dewey->first('a')), limits::classification_max});
  }
  if (const Iso2709Field* field = record.first(80)) {
    add_if_long(notes, "CDU", {80, field->first('a'), limits::classification_max});
  }
}

}  // namespace formats
