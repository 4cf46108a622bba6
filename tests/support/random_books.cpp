#include "support/random_books.hpp"

#include <array>
#include <chrono>
#include <string_view>
#include <utility>

#include "base/check.hpp"
#include "catalog/limits.hpp"

namespace support {
namespace {

using catalog::BookBuilder;
using catalog::Field;
namespace limits = catalog::limits;

constexpr int year_of_reading = 2026;

// What separates, escapes or ends something in one of the formats, and letters of one to four
// bytes.
constexpr std::array<std::string_view, 43> pieces{"a",
                                                  "e",
                                                  "Z",
                                                  "7",
                                                  "0",
                                                  " ",
                                                  " ",
                                                  "  ",
                                                  "|",
                                                  "\\",
                                                  "\\N",
                                                  "\\|",
                                                  "\\\\",
                                                  "\"",
                                                  "\"\"",
                                                  ",",
                                                  ";",
                                                  ":",
                                                  "'",
                                                  "(",
                                                  ")",
                                                  "(aut)",
                                                  " (trl)",
                                                  "[",
                                                  "]",
                                                  "{",
                                                  "}",
                                                  "=cmd",
                                                  "+",
                                                  "-",
                                                  "@",
                                                  "/",
                                                  "ç",
                                                  "ã",
                                                  "É",
                                                  "e\xCC\x81",
                                                  "ﬁ",
                                                  "中",
                                                  "\xE2\x80\x8D",
                                                  "\xF0\x9F\x93\x9A",
                                                  "ß",
                                                  "\xC2\xA0",
                                                  "\xEF\xBB\xBF"};

constexpr std::array<std::string_view, 8> roles{"aut", "trl", "ill", "edt",
                                                "org", "ctb", "aui", "pht"};
constexpr std::array<std::string_view, 8> types{"issn", "doi",  "lccn",          "oclc",
                                                "olid", "asin", "isbn_invalido", "outro"};
constexpr std::array<std::string_view, 4> kinds{"pessoa", "entidade", "evento", ""};
constexpr std::array<std::string_view, 6> relations{"texto",  "amostra", "emprestimo",
                                                    "compra", "outro",   ""};
constexpr std::array<std::string_view, 4> media_types{"application/pdf", "text/html; charset=utf-8",
                                                      "APPLICATION/epub+zip", ""};
constexpr std::array<std::string_view, 6> languages{"pt", "pt-BR", "en", "zh-Hant", "gmh", "fr-CA"};

}  // namespace

// It begins with something that trimming leaves.
std::string RandomBooks::text(std::size_t code_points_max) {
  std::string out = one_in(8) ? "\\" : "B";
  const std::size_t count = below(one_in(20) ? code_points_max / 8 : 12);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view piece = pieces[below(pieces.size())];
    // No text has more code points than bytes.
    if (out.size() + piece.size() <= code_points_max) out += piece;
  }
  return out;
}

std::string RandomBooks::synopsis() {
  std::string out = text(200);
  for (std::size_t lines = below(4); lines > 0; --lines) {
    out += one_in(2) ? "\n" : "\t";
    out += text(200);
  }
  return out;
}

std::string RandomBooks::isbn() {
  std::string digits = "978";
  for (int i = 0; i < 9; ++i) digits += static_cast<char>('0' + below(10));
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) sum += (digits[i] - '0') * (i % 2 == 0 ? 1 : 3);
  return digits + static_cast<char>('0' + (10 - sum % 10) % 10);
}

std::string RandomBooks::extra() {
  static constexpr std::array<std::string_view, 5> objects{
      R"({})", R"({"estante":"B,4","lido":true})", R"({"a":[1,2.50,{"b":null}],"c":"\"|\\"})",
      R"({"nota":1e3,"texto":"linha\nseguinte","é":"ç"})", R"({"x":{"y":{"z":[[],[{}]]}}})"};
  return std::string(objects[below(objects.size())]);
}

void RandomBooks::fill_names(BookBuilder& book) {
  for (std::size_t count = one_in(3) ? 0 : below(5); count > 0; --count) {
    book.contributor({text(limits::contributor_name_max), roles[below(roles.size())],
                      kinds[below(kinds.size())]});
  }
  if (one_in(5)) {
    book.author_unknown();
  } else {
    book.author(one_in(10) ? "\\N" : text(limits::author_max));
  }
}

void RandomBooks::fill_texts(BookBuilder& book) {
  using Limit = std::pair<Field, std::size_t>;
  for (const auto& [field, most] :
       {Limit{Field::subtitle, limits::subtitle_max},
        Limit{Field::original_title, limits::title_max},
        Limit{Field::publisher, limits::publisher_max}, Limit{Field::place, limits::place_max},
        Limit{Field::edition, limits::edition_max}, Limit{Field::cdd, limits::classification_max},
        Limit{Field::cdu, limits::classification_max}}) {
    if (one_in(2)) book.text(field, text(most));
  }
  if (one_in(2)) book.text(Field::language, languages[below(languages.size())]);
  if (one_in(4)) book.text(Field::original_language, languages[below(languages.size())]);
  if (one_in(2)) book.text(Field::synopsis, synopsis());
  if (one_in(3)) book.text(Field::cover, "https://example.org/capa?a=1,2;b=%22");
}

void RandomBooks::fill_lists(BookBuilder& book) {
  if (one_in(2)) book.isbn(isbn());
  for (std::size_t count = below(4); count > 0; --count) book.other_isbn(isbn());
  for (std::size_t count = below(5); count > 0; --count) {
    book.identifier(
        {.type = types[below(types.size())], .value = text(limits::identifier_value_max)});
  }
  for (std::size_t count = below(6); count > 0; --count) book.subject(text(limits::term_max));
  for (std::size_t count = below(4); count > 0; --count) book.tag(text(limits::term_max));
  for (std::size_t count = below(4); count > 0; --count) book.note(text(limits::note_max));
  for (std::size_t count = below(4); count > 0; --count) {
    const std::string note = one_in(2) ? text(limits::link_note_max) : std::string();
    book.link({.url = "https://example.org/livro;a=" + std::to_string(below(9)) + "#(1)",
               .media_type = media_types[below(media_types.size())],
               .relation = relations[below(relations.size())],
               .note = note});
  }
}

catalog::Book RandomBooks::next() {
  BookBuilder builder(year_of_reading);
  builder.text(Field::title, text(limits::title_max));
  fill_names(builder);
  fill_texts(builder);
  fill_lists(builder);
  if (one_in(2)) builder.year(static_cast<std::int64_t>(below(5000)) - 3000);
  if (one_in(2)) builder.pages(static_cast<std::int64_t>(1 + below(limits::pages_max)));
  if (one_in(3)) {
    const std::string volume = text(limits::series_volume_max);
    builder.series({.name = text(limits::series_name_max),
                    .volume = one_in(2) ? std::optional<std::string_view>(volume) : std::nullopt});
  }
  if (one_in(3)) builder.extra({.json = extra(), .depth = 5});
  auto fields = std::move(builder).finish();
  check(fields.has_value());  // the generator must know the rules
  const auto created = std::chrono::milliseconds(below(std::size_t{1} << 41));
  return {.id = {1 + static_cast<std::int64_t>(below(std::size_t{1} << 53) % catalog::book_id_max)},
          .version = {1 + static_cast<std::int64_t>(below(1000))},
          .created_at = base::Instant(created),
          .updated_at = base::Instant(created + std::chrono::milliseconds(below(1U << 31))),
          .fields = *std::move(fields)};
}

}  // namespace support
