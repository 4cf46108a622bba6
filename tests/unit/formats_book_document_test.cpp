#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>
#include <vector>

#include "catalog/limits.hpp"
#include "formats/book_document.hpp"
#include "formats/book_json.hpp"
#include "formats/book_json_append.hpp"
#include "support/random_books.hpp"

namespace formats_book_document_test {
namespace {

using catalog::Book;
using catalog::Field;
using catalog::FieldSet;
namespace limits = catalog::limits;

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) {
    all += text;
  }
  return all;
}

// Every field, and in every text what JSON escapes or what ends a member outside of a string.
Book full_book() {
  Book book{{7}, {3}, base::Instant(std::chrono::milliseconds(1)), base::Instant{}, {}};
  book.updated_at = base::Instant(std::chrono::milliseconds(1'800'000'000'123));
  catalog::BookFields& fields = book.fields.edit();
  fields.title = R"(Chaves {e} [colchetes], "aspas", \barras\\)";
  fields.author = R"(","autor":"x"})";
  fields.subtitle = "}]},{[";
  fields.original_title = "\\";
  fields.contributors = {{R"({"nome":"Ana"})", "aut"},
                         {"Rui, \"o\" Paz", "trl"},
                         {"Brasil", "aut", catalog::ContributorKind::body},
                         {"Bienal", "ctb", catalog::ContributorKind::event}};
  fields.isbn = catalog::Isbn::parse("9788535914849");
  fields.other_isbns = {*catalog::Isbn::parse("9780195101706")};
  for (std::size_t type = 0; type < catalog::identifier_type_count; ++type) {
    fields.identifiers.push_back({static_cast<catalog::IdentifierType>(type), "10.1/{x},"});
  }
  fields.publisher = "Relógio d'Água";
  fields.place = "Lisboa";
  fields.edition = "2.ª";
  fields.year = limits::year_min;
  fields.language = "pt-BR";
  fields.original_language = "zh-Hant";
  fields.pages = limits::pages_max;
  fields.subjects = {"]", "\"}", "ç"};
  fields.tags = {"[", ","};
  fields.cdd = "869.3";
  fields.cdu = "821.134.3(81)-31";
  fields.series = catalog::Series{"{\"nome\":1}", "}"};
  fields.synopsis = "linha\n\tseguinte\xF0\x9F\x93\x9A";
  fields.notes = {"]}", "\"nota\":"};
  fields.links = {{"https://a/?b=],c", "text/html;a=\"b\"", catalog::LinkRelation::loan, "\"}"},
                  {"https://a", "", {}, ""}};
  fields.cover = "https://example.org/capa?a=1,2;b=%22";
  fields.extra = R"({"a":[1,2.50,{"b":null}],"id":"}\"\\","\"":{},"\u00e9":"\u0022,"})";
  return book;
}

Book least_book() {
  Book book{{1}, {1}, {}, {}, {}};
  book.fields.edit().title = "T";
  return book;
}

// As long as the rules let a book be, of characters of four bytes or such that are escaped.
Book longest_book() {
  const std::string wide = "\xF0\x90\x84\xB7";
  Book book = full_book();
  book.id = {catalog::book_id_max};
  book.version = {std::int64_t{1} << 53};
  catalog::BookFields& fields = book.fields.edit();
  fields.title = repeated(wide, limits::title_max);
  fields.author = repeated("\"", limits::author_max);
  fields.contributors.assign(limits::contributors_max,
                             {repeated("\\", limits::contributor_name_max), "aut"});
  fields.other_isbns.assign(limits::other_isbns_max, *fields.isbn);
  fields.identifiers.assign(limits::identifiers_max,
                            {catalog::IdentifierType::other, repeated(wide, 200)});
  fields.subjects.assign(limits::terms_max, repeated("{", limits::term_max));
  fields.tags.assign(limits::terms_max, repeated("\"", limits::term_max));
  fields.synopsis = repeated("\n", limits::synopsis_max - 1) + "x";
  fields.extra = R"({"a":)" + repeated("[", limits::extra_depth_max - 1) +
                 repeated("]", limits::extra_depth_max - 1) + R"(,"b":")" + repeated("\\\"", 8000) +
                 "\"}";
  return book;
}

std::vector<Book> books_under_test() {
  std::vector<Book> books{full_book(), least_book(), longest_book()};
  support::RandomBooks random(20261128);
  for (int i = 0; i < 1000; ++i) {
    books.push_back(random.next());
  }
  return books;
}

std::string document_with(const Book& book, FieldSet members) {
  std::string out;
  formats::append_book(out, book, members);
  return out;
}

std::string members_of(std::string_view document, FieldSet members) {
  std::string out = "antes";
  formats::append_members(out, document, members);
  EXPECT_EQ(out.substr(0, 5), "antes");
  return out.substr(5);
}

std::vector<Field> every_field() {
  std::vector<Field> fields;
  for (std::size_t i = 0; i < catalog::field_count; ++i) {
    fields.push_back(static_cast<Field>(i));
  }
  return fields;
}

// ---- reading -----------------------------------------------------------------------------------

TEST(BookDocument, AnyBookComesBackAsItWentOut) {
  for (const Book& book : books_under_test()) {
    const std::string document = formats::write_document(book);
    const auto read = formats::read_document(document);
    ASSERT_TRUE(read.has_value()) << document;
    ASSERT_EQ(*read, book) << document;
    ASSERT_EQ(formats::write_document(*read), document);
  }
}

TEST(BookDocument, IsWhatTheApiAnswers) {
  for (const Book& book : books_under_test()) {
    ASSERT_EQ(formats::write_document(book), document_with(book, FieldSet::all()));
  }
}

TEST(BookDocument, HasEveryFieldOfABookThatHasThem) {
  const std::string document = formats::write_document(full_book());
  std::size_t reached = 0;
  for (const Field field : every_field()) {
    const std::string key = "\"" + std::string(catalog::wire_name(field)) + "\":";
    const std::size_t at = document.find(key, reached);
    ASSERT_NE(at, std::string::npos) << key;
    reached = at;
  }
}

TEST(BookDocument, OneWithoutAMemberItMustHaveIsRefused) {
  const Book book = full_book();
  constexpr FieldSet required{Field::id,     Field::version,    Field::title,
                              Field::author, Field::created_at, Field::updated_at};
  for (const Field field : every_field()) {
    FieldSet others = FieldSet::all();
    others.remove(field);
    EXPECT_EQ(formats::read_document(document_with(book, others)).has_value(), !required.has(field))
        << catalog::wire_name(field);
  }
}

TEST(BookDocument, CutAnywhereItIsRefused) {
  const std::string document = formats::write_document(full_book());
  for (std::size_t size = 0; size < document.size(); ++size) {
    ASSERT_FALSE(formats::read_document(std::string_view(document).substr(0, size))) << size;
  }
}

// A document with this text in place of the members between its title and its instants.
std::string with_members(std::string_view members) {
  return R"({"id":1,"versao":1,"título":"T","autor":null)" + std::string(members) +
         R"(,"criado_em":"1970-01-01T00:00:00.000Z","atualizado_em":"1970-01-01T00:00:00.000Z"})";
}

TEST(BookDocument, WhatWritingDoesNotMakeIsRefused) {
  ASSERT_TRUE(formats::read_document(with_members("")));
  ASSERT_TRUE(formats::read_document(with_members(R"(,"ano":-3000,"paginas":1)")));
  for (const std::string_view members : {
           R"(,"cor":"azul")",
           R"(,"author":"A")",
           R"(,"title":"T")",
           R"(,"autor":null)",
           R"(,"id":1)",
           R"(,"paginas":1,"ano":1)",
           R"(,"subtitulo":"")",
           R"(,"subtitulo":null)",
           R"(,"subtitulo":1)",
           R"(,"subtitulo":["x"])",
           R"(,"editora":{})",
           R"(,"autores":[])",
           R"(,"autores":{})",
           R"(,"autores":["Ana"])",
           R"(,"autores":[{"nome":"Ana"}])",
           R"(,"autores":[{"papel":"aut"}])",
           R"(,"autores":[{"nome":"","papel":"aut"}])",
           R"(,"autores":[{"nome":"Ana","papel":1}])",
           R"(,"isbn":"9788535914840")",
           R"(,"isbn":9788535914849)",
           R"(,"outros_isbn":["xyz"])",
           R"(,"outros_isbn":[])",
           R"(,"identificadores":[{"tipo":"nenhum","valor":"1"}])",
           R"(,"identificadores":[{"tipo":"issn"}])",
           R"(,"identificadores":[{"valor":"1"}])",
           R"(,"ano":"1899")",
           R"(,"ano":1.5)",
           R"(,"ano":1e3)",
           R"(,"ano":4294967296)",
           R"(,"ano":99999999999999999999)",
           R"(,"ano":null)",
           R"(,"paginas":true)",
           R"(,"assuntos":"x")",
           R"(,"assuntos":[""])",
           R"(,"assuntos":[1])",
           R"(,"etiquetas":[["x"]])",
           R"(,"serie":"x")",
           R"(,"serie":{})",
           R"(,"serie":{"volume":"1"})",
           R"(,"serie":{"nome":"S","volume":""})",
           R"(,"serie":{"nome":"S","volume":1})",
           R"(,"extra":[])",
           R"(,"extra":null)",
       }) {
    EXPECT_FALSE(formats::read_document(with_members(members))) << members;
  }
  for (const std::string_view document :
       {"", " ", "null", "[]", "{}", "1", "\"x\"", "{}{}", "\xFF", R"({"id":1)"}) {
    EXPECT_FALSE(formats::read_document(document)) << document;
  }
}

TEST(BookDocument, DamagedInTheStoreItIsThrownWithItsBeginning) {
  try {
    formats::read_stored_document(R"({"id":7,"versao":1,"t)");
    FAIL() << "nothing was thrown";
  } catch (const formats::DamagedDocument& damage) {
    EXPECT_EQ(std::string(damage.what()), R"(damaged document: {"id":7,"versao":1,"t)");
  }
}

TEST(BookDocument, NumbersAndInstantsOfAnotherKindAreRefused) {
  const std::string good = with_members("");
  struct Damage {
    std::string_view was;
    std::string_view is;
  };
  for (const Damage& damage : {
           Damage{R"("id":1)", R"("id":"1")"},
           Damage{R"("id":1)", R"("id":1.0)"},
           Damage{R"("id":1)", R"("id":null)"},
           Damage{R"("versao":1)", R"("versao":[1])"},
           Damage{R"("título":"T")", R"("título":"")"},
           Damage{R"("título":"T")", R"("título":null)"},
           Damage{R"("autor":null)", R"("autor":"")"},
           Damage{R"("autor":null)", R"("autor":false)"},
           Damage{R"("1970-01-01T00:00:00.000Z")", R"("ontem")"},
           Damage{R"("1970-01-01T00:00:00.000Z")", "0"},
           Damage{R"("1970-01-01T00:00:00.000Z")", R"("1970-13-01T00:00:00.000Z")"},
       }) {
    std::string document = good;
    document.replace(document.find(damage.was), damage.was.size(), damage.is);
    EXPECT_FALSE(formats::read_document(document)) << document;
  }
}

// ---- some members ------------------------------------------------------------------------------

TEST(BookDocument, ItsMembersOneByOneAreThoseOfTheBook) {
  for (const Book& book : {full_book(), least_book(), longest_book()}) {
    const std::string document = formats::write_document(book);
    for (const Field field : every_field()) {
      EXPECT_EQ(members_of(document, {field}), document_with(book, {field}))
          << catalog::wire_name(field);
    }
  }
}

TEST(BookDocument, AnyOfItsMembersComeInTheirOrderAndThoseThatAreMissingAreLeftOut) {
  std::mt19937 random(7);
  for (const Book& book : books_under_test()) {
    const std::string document = formats::write_document(book);
    FieldSet members;
    for (const Field field : every_field()) {
      if (random() % 2 == 0) {
        members.add(field);
      }
    }
    ASSERT_EQ(members_of(document, members), document_with(book, members));
    ASSERT_EQ(members_of(document, FieldSet::all()), document);
    ASSERT_EQ(members_of(document, {}), "{}");
  }
  EXPECT_EQ(members_of(formats::write_document(least_book()), {Field::subtitle, Field::extra}),
            "{}");
}

// A row of a damaged file gives some answer, and never an endless one.
TEST(BookDocument, MembersOfADamagedOneAreTakenFromWithinIt) {
  const std::string good = formats::write_document(full_book());
  for (std::size_t size = 0; size <= good.size(); ++size) {
    const std::vector<char> exact(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size));
    const std::string out = members_of({exact.data(), exact.size()}, FieldSet::all());
    ASSERT_LE(out.size(), size + 2);
  }
  std::mt19937 random(11);
  static constexpr std::string_view bytes = "{}[]:,\"\\ 0";
  for (int i = 0; i < 3000; ++i) {
    std::string damaged = good;
    for (std::size_t changes = 1 + random() % 4; changes > 0; --changes) {
      damaged[random() % damaged.size()] = bytes[random() % bytes.size()];
    }
    ASSERT_LE(members_of(damaged, FieldSet::all()).size(), damaged.size() + 2);
    if (const auto read = formats::read_document(damaged)) {
      ASSERT_FALSE(read->fields->title.empty());
    }
  }
}

}  // namespace
}  // namespace formats_book_document_test
