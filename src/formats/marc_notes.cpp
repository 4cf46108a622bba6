#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "catalog/limits.hpp"
#include "catalog/media_type.hpp"
#include "formats/marc_mapping.hpp"
#include "formats/marc_text.hpp"
#include "formats/marc_tree.hpp"
#include "formats/marc_written_names.hpp"
#include "formats/over_limit.hpp"
#include "formats/summaries.hpp"
#include "formats/text_link.hpp"

namespace formats {
namespace {

using catalog::Field;
namespace limits = catalog::limits;

constexpr int summary = 520;
constexpr int electronic_location = 856;
constexpr int host_item = 773;

bool is_note(int tag) noexcept { return tag >= 500 && tag <= 599 && tag != summary; }

// First indicator 0: acquisition, actions and ownership that are nobody else's business.
bool is_private(const Iso2709Field& field) noexcept {
  const bool may_be = field.tag == 541 || field.tag == 542 || field.tag == 561 || field.tag == 583;
  return may_be && field.indicator(1) == '0';
}

// Codes for machines ($0 to $9) and of institutions ($5) are digits.
std::string note_text(const Iso2709Field& field) {
  std::string text;
  Subfields subfields = field.subfields();
  while (const auto subfield = subfields.next()) {
    if (subfield->code >= 'a' && subfield->code <= 'z') join(text, " ", trimmed(subfield->value));
  }
  return text;
}

// The book that a chapter stands in: "Em: Silva, Ana. Coletânea. Recife : CEPE, 1998. p. 10-20".
void add_host(MarcNotes& notes, const Iso2709Field& field) {
  std::string host;
  for (const char code : {'a', 't', 'b', 'd', 'g'}) {
    const std::string_view part =
        base::trim(without_end_marks(field.first(code), FullStop::of_name));
    join(host, host.ends_with('.') ? " " : ". ", part);
  }
  if (!host.empty()) notes.add(host_item, "Em: " + host);
}

// A summary that a longest field has cut: the pieces stand in fields of their own.
bool goes_on(const Iso2709Field& field) {
  return field.tag == summary && field.indicator(1) == '8' &&
         field.first('3') == continuation_label;
}

// $a and its expansion, $b; an $a again is a summary of its own.
void add_summary(std::vector<std::string>& texts, const Iso2709Field& field) {
  bool is_begun = false;
  Subfields subfields = field.subfields();
  while (const auto subfield = subfields.next()) {
    const std::string_view value = subfield->value;
    if (trimmed(value).empty()) continue;
    if (subfield->code == 'a' || (subfield->code == 'b' && !is_begun)) {
      texts.emplace_back(value);
      is_begun = true;
    } else if (subfield->code == 'b') {
      texts.back() = trimmed(texts.back());
      join(texts.back(), " ", trimmed(value));
    }
  }
}

std::vector<std::string> summary_texts(const MarcRecord& record) {
  std::vector<std::string> texts;
  std::optional<std::size_t> cut;  // the text that was cut: one at most is
  for (const Iso2709Field& field : record.fields()) {
    // First indicator 4: a content advice, not a summary.
    if (field.tag != summary || field.indicator(1) == '4') continue;
    if (goes_on(field) && !texts.empty()) {
      cut = cut.value_or(texts.size() - 1);
      texts[*cut] += field.first('a');
    } else {
      add_summary(texts, field);
    }
  }
  return texts;
}

// The first label of what an address leads to: materials ($3), or the text of the link ($y).
std::string_view label_in(const Iso2709Field& field) {
  const std::string_view materials = trimmed(field.first('3'));
  return materials.empty() ? trimmed(field.first('y')) : materials;
}

// Second indicator 0: the resource; 1: a version of it. A part of it is named in $3.
std::optional<catalog::LinkRelation> relation_in(const Iso2709Field& field) {
  const std::string_view materials = trimmed(field.first('3'));
  if (!materials.empty()) return relation_of_label(materials);
  const bool is_resource = field.indicator(2) == '0' || field.indicator(2) == '1';
  return is_resource ? std::optional(catalog::LinkRelation::text) : std::nullopt;
}

std::string note_in(const MarcMapping& to, const Iso2709Field& field) {
  std::string_view materials = trimmed(field.first('3'));
  if (!materials.empty() && relation_of_label(materials)) materials = {};
  for (const std::string_view note :
       {trimmed(field.first('y')), materials, trimmed(field.first('z'))}) {
    if (!note.empty()) return fitted(to, {field.tag, note, limits::link_note_max});
  }
  return {};
}

}  // namespace

void map_summaries_and_notes(const MarcMapping& to) {
  Summaries summaries;
  for (const std::string& text : summary_texts(to.record)) summaries.add(text);
  MarcNotes notes;
  for (const Iso2709Field& field : to.record.fields()) {
    if (is_note(field.tag) && !is_private(field)) notes.add(field.tag, note_text(field));
  }
  add_title_notes(to.record, notes);
  add_long_classes(to.record, notes);
  add_further_editions(to.record, notes);
  for (const Iso2709Field& field : to.record.fields()) {
    if (field.tag == host_item) add_host(notes, field);
  }
  put_texts(to, summary, summaries, std::move(notes));
}

void MarcAddresses::add(const Address& address) {
  if (!has_cover_ && is_cover_label(address.label)) {
    has_cover_ = true;
    to_.book.text(Field::cover, address.url);
    return;
  }
  if (links_ == limits::links_max)
    return warn_once(to_, {electronic_location, address.url, 0}, no_room);
  ++links_;
  const auto type = catalog::canonical_media_type(address.media_type);
  const bool has_type = type && type->size() <= limits::link_media_type_max;
  to_.book.link({.url = address.url,
                 .media_type = has_type ? std::optional<std::string_view>(*type) : std::nullopt,
                 .relation = address.relation ? std::optional(catalog::wire_name(*address.relation))
                                              : std::nullopt,
                 .note = address.note});
}

void MarcAddresses::add_all(const Iso2709Field& field, Address address) {
  Subfields subfields = field.subfields();
  while (const auto subfield = subfields.next()) {
    if (subfield->code != 'u') continue;
    for (const std::string_view one : split_addresses(subfield->value)) {
      const auto url = web_address_in(one);
      if (!url) {
        warn_once(to_, {electronic_location, one, 0}, why_no_address(one));
        continue;
      }
      address.url = *url;
      add(address);
    }
  }
}

void map_links(const MarcMapping& to) {
  MarcAddresses addresses(to);
  for (const Iso2709Field& field : to.record.fields()) {
    if (field.tag != electronic_location) continue;
    // Once a field: it may have countless addresses.
    const std::string note = note_in(to, field);
    addresses.add_all(field, {.label = label_in(field),
                              .media_type = trimmed(field.first('q')),
                              .relation = relation_in(field),
                              .note = note});
  }
}

}  // namespace formats
