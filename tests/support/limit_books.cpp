#include "support/limit_books.hpp"

#include <string>
#include <string_view>
#include <utility>

#include "base/check.hpp"
#include "catalog/book_builder.hpp"
#include "catalog/limits.hpp"

namespace support {
namespace {

using catalog::BookBuilder;
using catalog::Field;
namespace limits = catalog::limits;

constexpr int this_year = 2026;
constexpr std::string_view wide = "\xF0\x90\x90\xA8";  // a letter of four bytes

// Words of nine letters, so that there are blanks to cut at and near.
std::string letters(std::string_view letter, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += i % 10 == 9 && i + 1 < count ? std::string_view(" ") : letter;
  }
  return text;
}

std::string numbered(std::string_view letter, std::size_t count, std::size_t number) {
  const std::string digits = std::to_string(number);
  return digits + letters(letter, count - digits.size());
}

std::string url(std::string_view letter, std::size_t count) {
  std::string text = "https://a/";
  while (text.size() < 10 + (count - 10) * letter.size()) text += letter;
  return text;
}

struct TextLimit {
  Field field;
  std::size_t most;
};
constexpr TextLimit texts[] = {
    {Field::title, limits::title_max},          {Field::subtitle, limits::subtitle_max},
    {Field::original_title, limits::title_max}, {Field::publisher, limits::publisher_max},
    {Field::place, limits::place_max},          {Field::edition, limits::edition_max},
    {Field::cdd, limits::classification_max},   {Field::cdu, limits::classification_max},
    {Field::synopsis, limits::synopsis_max},
};

void fill_names(BookBuilder& book, std::string_view letter) {
  for (std::size_t i = 0; i < limits::contributors_max; ++i) {
    const std::string name = numbered(letter, limits::contributor_name_max, i);
    book.contributor({name, i % 2 == 0 ? "aut" : "trl", i % 3 == 0 ? "entidade" : "pessoa"});
  }
}

void fill_notes(BookBuilder& book, std::string_view letter) {
  for (std::size_t i = 0; i < limits::notes_max; ++i) {
    book.note(numbered(letter, limits::note_max, i));
  }
}

void fill_links(BookBuilder& book, std::string_view letter) {
  const std::string type = "text/" + std::string(limits::link_media_type_max - 5, 'x');
  const std::string note = letters(letter, limits::link_note_max);
  book.text(Field::cover, url(letter, limits::cover_max));
  for (std::size_t i = 0; i < limits::links_max; ++i) {
    book.link({url(letter, limits::link_url_max), type, i % 2 == 0 ? "texto" : "outro", note});
  }
}

void fill_terms(BookBuilder& book, std::string_view letter) {
  for (std::size_t i = 0; i < limits::terms_max; ++i) {
    book.subject(numbered(letter, limits::term_max, i));
    book.tag(numbered(letter, limits::term_max, i));
  }
}

void fill_numbers(BookBuilder& book, std::string_view letter) {
  for (std::size_t i = 0; i < limits::other_isbns_max; ++i) book.other_isbn(isbn_text(i));
  for (std::size_t i = 0; i < limits::identifiers_max; ++i) {
    const auto type = catalog::wire_name(
        static_cast<catalog::IdentifierType>(i % catalog::identifier_type_count));
    book.identifier({type, numbered(letter, limits::identifier_value_max, i)});
  }
  book.year(limits::year_min);
  book.pages(limits::pages_max);
}

void fill_objects(BookBuilder& book, std::string_view letter) {
  const std::string volume = letters(letter, limits::series_volume_max);
  book.series({letters(letter, limits::series_name_max), volume});
  const std::string extra =
      R"({"a":")" + std::string(limits::extra_bytes_max - 8, '\x7F') + R"("})";
  book.extra({extra, 1});
}

using Fill = void (*)(BookBuilder&, std::string_view);
constexpr Fill fills[] = {fill_names, fill_notes,   fill_links,
                          fill_terms, fill_numbers, fill_objects};

catalog::Book finished(BookBuilder&& builder) {
  auto fields = std::move(builder).finish();
  check(fields.has_value());
  catalog::Book book;
  book.version = {1};
  book.fields = *std::move(fields);
  return book;
}

BookBuilder least_book() {
  BookBuilder builder(this_year);
  builder.text(Field::title, "T");
  builder.author("A");
  return builder;
}

}  // namespace

std::string isbn_text(std::size_t number) {
  std::string digits = std::to_string(978'853'591'000 + number);
  std::size_t sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    sum += static_cast<std::size_t>(digits[i] - '0') * (i % 2 == 0 ? 1 : 3);
  }
  return digits += static_cast<char>('0' + (10 - sum % 10) % 10);
}

catalog::Book longest_book() {
  BookBuilder builder = least_book();
  builder.author(letters(wide, limits::author_max));
  for (const TextLimit& text : texts) builder.text(text.field, letters(wide, text.most));
  for (const Fill fill : fills) fill(builder, wide);
  return finished(std::move(builder));
}

std::vector<catalog::Book> limit_books() {
  std::vector<catalog::Book> books;
  for (const std::string_view letter : {std::string_view("x"), wide}) {
    for (const TextLimit& text : texts) {
      BookBuilder builder = least_book();
      builder.text(text.field, letters(letter, text.most));
      books.push_back(finished(std::move(builder)));
    }
    for (const Fill fill : fills) {
      BookBuilder builder = least_book();
      fill(builder, letter);
      books.push_back(finished(std::move(builder)));
    }
    BookBuilder titles = least_book();
    titles.author(letters(letter, limits::author_max));
    for (const TextLimit& text : texts) titles.text(text.field, letters(letter, text.most));
    books.push_back(finished(std::move(titles)));
  }
  BookBuilder blanks = least_book();
  blanks.text(Field::synopsis, "x" + std::string(limits::synopsis_max - 2, ' ') + "x");
  books.push_back(finished(std::move(blanks)));
  std::int64_t id = 0;
  for (catalog::Book& book : books) book.id = {++id};
  return books;
}

}  // namespace support
