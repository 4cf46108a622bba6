// Properties of the JSON form that hold for any book and any bytes, on seeded random ones.

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "formats/book_json.hpp"
#include "formats/book_json_append.hpp"

namespace formats_book_json_property_test {
namespace {

using catalog::Book;
using catalog::BookFields;
using catalog::Field;
using catalog::FieldSet;

constexpr int this_year = 2026;

base::Instant at(std::uint64_t ms) {
  return base::Instant{std::chrono::milliseconds{static_cast<std::int64_t>(ms)}};
}

std::string written(const Book& book, FieldSet members = FieldSet::all()) {
  std::string out;
  formats::append_book(out, book, members);
  return out;
}

class RandomBooks {
 public:
  explicit RandomBooks(unsigned seed) : engine_(seed) {}

  Book next() {
    Book book;
    book.id = {static_cast<std::int64_t>(1 + pick(catalog::book_id_max))};
    book.version = {static_cast<std::int64_t>(1 + pick(1000))};
    book.created_at = at(pick(4'000'000'000'000));
    book.updated_at = at(pick(4'000'000'000'000));
    fill(book.fields.edit());
    return book;
  }

 private:
  std::uint64_t pick(std::uint64_t below) { return engine_() % below; }
  bool rarely() { return pick(2) == 0; }

  std::string text() {
    static const std::vector<std::string> parts{"a",  "B", "ç", "é", "日本", "😀", " ",      "\"",
                                                "\\", "/", "'", "z", "&",    "<",  "\u2028", "9"};
    std::string out = "x";
    for (std::size_t i = pick(20); i > 0; --i) {
      out += parts[pick(parts.size())];
    }
    return out + "x";
  }
  std::string optional_text() { return rarely() ? text() : std::string{}; }

  catalog::Isbn isbn() {
    std::string digits = "978";
    for (int i = 0; i < 9; ++i) {
      digits += static_cast<char>('0' + pick(10));
    }
    for (char check = '0'; check < '9'; ++check) {
      if (const auto isbn = catalog::Isbn::parse(digits + check)) {
        return *isbn;
      }
    }
    return *catalog::Isbn::parse(digits + '9');
  }

  void fill(BookFields& fields) {
    fields.title = text();
    if (rarely()) {
      fields.author = text();
    }
    for (std::string* member :
         {&fields.subtitle, &fields.original_title, &fields.publisher, &fields.place,
          &fields.edition, &fields.cdd, &fields.cdu, &fields.synopsis}) {
      *member = optional_text();
    }
    fields.synopsis += fields.synopsis.empty() ? "" : "\n\tx";
    for (std::uint64_t i = pick(4); i > 0; --i) {
      fields.contributors.push_back(
          {text(), rarely() ? "aut" : "trl", static_cast<catalog::ContributorKind>(pick(3))});
      fields.notes.push_back(text());
      fields.links.push_back({"https://exemplo.org/ç", rarely() ? "text/html" : "",
                              static_cast<catalog::LinkRelation>(pick(5)), optional_text()});
      fields.other_isbns.push_back(isbn());
      fields.identifiers.push_back({static_cast<catalog::IdentifierType>(pick(8)), text()});
      fields.subjects.push_back(text() + std::to_string(i));
      fields.tags.push_back(text() + std::to_string(i));
    }
    if (rarely()) {
      fields.isbn = isbn();
      fields.year = static_cast<std::int32_t>(pick(5000)) - 3000;
      fields.series = catalog::Series{text(), rarely() ? "v. 2" : ""};
      fields.extra = R"({"a":[1,-2.50e3,{"b":null}],"ç":"\u00e9"})";
    } else {
      fields.pages = static_cast<std::int32_t>(1 + pick(100'000));
      fields.language = "pt-BR";
      fields.original_language = "zh-Hant";
      fields.cover = "https://exemplo.org/ação?x=1";
    }
  }

  std::mt19937_64 engine_;
};

TEST(BookJson, AnyBookComesBackAsItWentOut) {
  RandomBooks books(2026);
  for (int i = 0; i < 1500; ++i) {
    const Book book = books.next();
    const std::string json = written(book);
    const auto read = formats::read_book(json, this_year);
    ASSERT_TRUE(read.has_value()) << json;
    ASSERT_EQ(read->fields, book.fields) << json;
    ASSERT_EQ(read->id, book.id);
    ASSERT_EQ(read->claims.version, book.version);
    ASSERT_EQ(read->claims.created_at, book.created_at);
    ASSERT_EQ(read->claims.updated_at, book.updated_at);
  }
}

TEST(BookJson, ABookAsAPatchOfAnotherMakesThemEqual) {
  RandomBooks books(11);
  for (int i = 0; i < 500; ++i) {
    Book target = books.next();
    Book wanted = books.next();
    // A merge patch adds to series and extra; start from none to end at the wanted ones.
    target.fields.edit().series.reset();
    target.fields.edit().extra.clear();
    FieldSet writable = FieldSet::all();
    for (const Field field : {Field::id, Field::version, Field::created_at, Field::updated_at}) {
      writable.remove(field);
    }
    std::string json = written(wanted, writable);
    // What the wanted book lacks is removed by null.
    for (std::size_t f = 0; f < catalog::field_count; ++f) {
      const auto field = static_cast<Field>(f);
      const std::string name(catalog::wire_name(field));
      if (writable.has(field) && json.find("\"" + name + "\":") == std::string::npos) {
        json.insert(json.size() - 1, ",\"" + name + "\":null");
      }
    }
    const auto patch = formats::read_patch(json, this_year);
    ASSERT_TRUE(patch.has_value()) << json;
    const auto result = catalog::apply(*patch, target);
    ASSERT_TRUE(result.has_value()) << json;
    BookFields expected = wanted.fields;
    if (!expected.extra.empty()) {
      expected.extra = R"({"a":[1,-2.50e3,{"b":null}],"ç":"\u00e9"})";
    }
    ASSERT_EQ(*result, expected) << json;
  }
}

// Whatever bytes arrive: an answer, never a crash; and what is accepted is a book.
TEST(ReadBook, SurvivesDamagedBodies) {
  std::mt19937 engine(99);
  RandomBooks books(5);
  const std::string good = written(books.next());
  static constexpr std::string_view bytes = "{}[]:,\"\\ \n0-1tfnue.\xFF\xC3";
  for (int i = 0; i < 3000; ++i) {
    std::string text = good;
    for (std::size_t changes = 1 + engine() % 4; changes > 0; --changes) {
      text[engine() % text.size()] = bytes[engine() % bytes.size()];
    }
    const auto book = formats::read_book(text, this_year);
    if (!book) {
      const unsigned status = catalog::kind_of(book.error().code).status;
      ASSERT_TRUE(status == 400 || status == 422);
      ASSERT_EQ(status == 422, !book.error().errors.empty());
    } else {
      ASSERT_FALSE(book->fields->title.empty());
    }
    formats::read_patch(text, this_year).has_value();
  }
}

}  // namespace
}  // namespace formats_book_json_property_test
