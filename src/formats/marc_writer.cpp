#include "formats/marc_writer.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "catalog/identifier_value.hpp"
#include "catalog/sort_key.hpp"
#include "formats/marc_languages.hpp"
#include "formats/marc_punctuation.hpp"
#include "formats/marc_written_names.hpp"

namespace formats {
namespace {

using catalog::Book;
using catalog::BookFields;
using catalog::IdentifierType;

constexpr std::string_view no_indicators = "  ";
constexpr std::string_view oclc_system = "(OCoLC)";
constexpr std::string_view subdivision = " -- ";
constexpr std::int32_t coded_year_max = 9999;

// Year, month, …, second as "20261128143005": a part of RFC 3339 without its marks.
std::string digits_of(base::Instant instant) {
  std::string digits = base::to_rfc3339(instant).substr(0, 19);
  std::erase_if(digits, [](char c) { return c < '0' || c > '9'; });
  return digits;
}

std::string four_digits(std::int32_t year) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "%04d", static_cast<int>(year));
  return text.data();
}

bool has_coded_year(const BookFields& fields) noexcept {
  return fields.year && *fields.year >= 0 && *fields.year <= coded_year_max;
}

// 008 of a book: forty characters, of which `|` are not coded.
std::string fixed_field(const Book& book, const WriteOptions& options) {
  const BookFields& fields = book.fields;
  std::string text = digits_of(book.created_at).substr(2, 6);
  text += has_coded_year(fields) ? "s" + four_digits(*fields.year) : "nuuuu";
  text += "    ";
  text += (options.marc_country + "   ").substr(0, 3);
  text.append(11, ' ');
  text += "||| ||";
  const std::string_view language = marc_of_language(fields.language);
  text += language.empty() ? "und" : language;
  text += " d";
  return text;
}

class BookWriter {
 public:
  BookWriter(const Book& book, const WriteOptions& options)
      : book_(book), fields_(book.fields), options_(options) {}

  MarcTree write() && {
    tree_.leader =
        book_.version.value == 1 ? "00000nam a2200000ui 4500" : "00000cam a2200000ui 4500";
    write_control_fields();
    write_numbers();
    const std::vector<WrittenName> names = written_names(fields_);
    const bool has_main_entry = !names.empty() && names.front().is_main;
    if (has_main_entry) add_name(tree_, names.front());
    write_original_title(has_main_entry);
    write_title(has_main_entry);
    write_publication();
    write_notes();
    write_subjects();
    for (const WrittenName& name : names) {
      if (!name.is_main) add_name(tree_, name);
    }
    write_addresses();
    return std::move(tree_);
  }

 private:
  void add(int tag, std::string_view indicators, const std::vector<MarcSubfield>& subfields) {
    add_field(tree_, tag, indicators, subfields);
  }

  void write_control_fields() {
    add_control(tree_, 1, std::to_string(book_.id.value));
    add_control(tree_, 3, options_.marc_organization);
    add_control(tree_, 5, digits_of(book_.updated_at) + ".0");
    add_control(tree_, 8, fixed_field(book_, options_));
  }

  template <class Write>
  void each_identifier(IdentifierType type, Write write) {
    for (const catalog::Identifier& one : fields_.identifiers) {
      if (one.type == type) write(catalog::plain_identifier(one));
    }
  }

  void write_numbers() {
    bool has_lccn = false;
    each_identifier(IdentifierType::lccn, [&](const std::string& value) {
      if (!std::exchange(has_lccn, true)) add(10, no_indicators, {{'a', value}});
    });
    if (fields_.isbn) add(20, no_indicators, {{'a', fields_.isbn->digits()}});
    for (const catalog::Isbn& isbn : fields_.other_isbns) {
      add(20, no_indicators, {{'a', isbn.digits()}});
    }
    each_identifier(IdentifierType::invalid_isbn,
                    [&](const std::string& value) { add(20, no_indicators, {{'z', value}}); });
    each_identifier(IdentifierType::issn,
                    [&](const std::string& value) { add(22, no_indicators, {{'a', value}}); });
    each_identifier(IdentifierType::doi,
                    [&](const std::string& value) { add(24, "7 ", {{'a', value}, {'2', "doi"}}); });
    each_identifier(IdentifierType::oclc, [&](const std::string& value) {
      const bool has_system = value.starts_with(oclc_system);
      add(35, no_indicators, {{'a', (has_system ? "" : std::string(oclc_system)) + value}});
    });
    const std::string_view original = marc_of_language(fields_.original_language);
    if (!original.empty()) {
      add(41, "1 ", {{'a', marc_of_language(fields_.language)}, {'h', original}});
    }
    add(80, no_indicators, {{'a', fields_.cdu}});
    add(82, "04", {{'a', fields_.cdd}});
  }

  // A uniform title: of the main entry's work, or the entry itself where there is none.
  void write_original_title(bool has_main_entry) {
    if (fields_.original_title.empty()) return;
    const std::string title = with_full_stop(fields_.original_title, FullStop::of_phrase);
    const std::string language =
        fields_.language.empty() ? std::string() : language_name_of(fields_.language) + ".";
    const std::string_view tongue =
        fields_.original_language.empty() ? std::string_view("und") : fields_.original_language;
    const std::string skipped = skipped_characters(fields_.original_title, tongue);
    const std::vector<MarcSubfield> subfields{{'a', title}, {'l', language}};
    if (has_main_entry) {
      add(240, "1" + skipped, subfields);
    } else {
      add(130, skipped + " ", subfields);
    }
  }

  void write_title(bool has_main_entry) {
    std::string title = fields_.title;
    std::string subtitle = fields_.subtitle;
    std::string author = without_blanks_between_initials(fields_.author.value_or(std::string()));
    if (!subtitle.empty()) title += " :";
    if (!author.empty()) (subtitle.empty() ? title : subtitle) += " /";
    std::string& last = !author.empty() ? author : subtitle.empty() ? title : subtitle;
    if (!last.ends_with('.')) last += '.';
    const std::string indicators =
        (has_main_entry ? "1" : "0") + skipped_characters(fields_.title, fields_.language);
    add(245, indicators, {{'a', title}, {'b', subtitle}, {'c', author}});
  }

  void write_publication() {
    add(250, no_indicators, {{'a', with_full_stop(fields_.edition, FullStop::of_phrase)}});
    std::string place = fields_.place;
    std::string publisher = fields_.publisher;
    std::string year;
    if (fields_.year) {
      year = *fields_.year < 0 ? "[" + std::to_string(-*fields_.year) + " a.C.]"
                               : std::to_string(*fields_.year) + ".";
    }
    if (!place.empty() && !publisher.empty()) place += " :";
    std::string& before = publisher.empty() ? place : publisher;
    if (!before.empty()) {
      before = year.empty() ? with_full_stop(before, FullStop::of_name) : before + ",";
    }
    add(264, " 1", {{'a', place}, {'b', publisher}, {'c', year}});
    if (fields_.pages) {
      add(300, no_indicators, {{'a', std::to_string(*fields_.pages) + " p."}});
    }
    if (fields_.series) {
      const std::string& volume = fields_.series->volume;
      add(490, "0 ",
          {{'a', volume.empty() ? fields_.series->name : fields_.series->name + " ;"},
           {'v', volume}});
    }
  }

  void write_notes() {
    for (const std::string& note : fields_.notes) add(500, no_indicators, {{'a', note}});
    add(520, no_indicators, {{'a', fields_.synopsis}});
  }

  void write_subjects() {
    for (const std::string& subject : fields_.subjects) write_subject(subject);
    for (const std::string& tag : fields_.tags) add(653, no_indicators, {{'a', tag}});
  }

  void write_subject(const std::string& subject) {
    const std::string whole = with_full_stop(subject, FullStop::of_phrase);
    std::vector<MarcSubfield> subfields;
    std::string_view rest = whole;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(subdivision), rest.size());
      subfields.push_back({subfields.empty() ? 'a' : 'x', rest.substr(0, end)});
      rest.remove_prefix(std::min(end + subdivision.size(), rest.size()));
    }
    add(650, " 4", subfields);
  }

  void write_addresses() {
    add(856, "42", {{'3', fields_.cover.empty() ? "" : cover_label}, {'u', fields_.cover}});
    for (const catalog::Link& link : fields_.links) {
      const bool is_text = link.relation == catalog::LinkRelation::text;
      add(856, is_text ? "40" : "42",
          {{'3', is_text ? "" : label_of(link.relation)},
           {'u', link.url},
           {'q', link.media_type},
           {'y', link.note}});
    }
  }

  const Book& book_;
  const BookFields& fields_;
  const WriteOptions& options_;
  MarcTree tree_;
};

}  // namespace

MarcTree to_marc(const Book& book, const WriteOptions& options) {
  return BookWriter(book, options).write();
}

}  // namespace formats
