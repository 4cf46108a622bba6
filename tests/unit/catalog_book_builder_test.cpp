#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "catalog/book_builder.hpp"

namespace catalog_book_builder_test {
namespace {

using catalog::BookBuilder;
using catalog::BookFields;
using catalog::Field;
using catalog::FieldError;
using catalog::Rule;

constexpr int this_year = 2026;

BookBuilder with_title_and_author() {
  BookBuilder builder(this_year);
  builder.text(Field::title, "T");
  builder.author("A");
  return builder;
}

BookFields finished(BookBuilder builder) {
  auto fields = std::move(builder).finish();
  EXPECT_TRUE(fields.has_value()) << (fields ? "" : fields.error().errors.front().pointer);
  return fields ? *fields : BookFields{};
}

std::vector<FieldError> errors_of(BookBuilder builder) {
  const auto fields = std::move(builder).finish();
  EXPECT_FALSE(fields.has_value());
  return fields ? std::vector<FieldError>{} : fields.error().errors;
}

// What `fill` does to an otherwise good book.
template <class Fill>
std::vector<FieldError> errors_after(Fill fill) {
  BookBuilder builder = with_title_and_author();
  fill(builder);
  return errors_of(std::move(builder));
}
template <class Fill>
BookFields fields_after(Fill fill) {
  BookBuilder builder = with_title_and_author();
  fill(builder);
  return finished(std::move(builder));
}

std::vector<FieldError> one(std::string pointer, Rule rule, std::vector<std::string> args = {}) {
  return {FieldError{std::move(pointer), rule, std::move(args)}};
}

TEST(BookBuilder, TextThatShowsNothingIsEmpty) {
  const std::string nothing = "\u200b\u0301 \u3164";
  BookBuilder untitled(this_year);
  untitled.text(Field::title, nothing);
  untitled.author(nothing);
  EXPECT_EQ(errors_of(std::move(untitled)),
            (std::vector<FieldError>{{"/título", Rule::too_short, {"1"}},
                                     {"/autor", Rule::too_short, {"1"}}}));
  EXPECT_EQ(errors_after([&](BookBuilder& book) { book.contributor({nothing}); }),
            one("/autores/0/nome", Rule::too_short, {"1"}));
  EXPECT_EQ(errors_after([&](BookBuilder& book) { book.series({nothing, {}}); }),
            one("/serie/nome", Rule::required));
  EXPECT_EQ(errors_after([&](BookBuilder& book) { book.identifier({"doi", nothing}); }),
            one("/identificadores/0/valor", Rule::too_short, {"1"}));
  const BookFields absent = fields_after([&](BookBuilder& book) {
    for (const Field field :
         {Field::subtitle, Field::original_title, Field::publisher, Field::place, Field::edition,
          Field::language, Field::original_language, Field::cdd, Field::cdu, Field::synopsis,
          Field::cover}) {
      book.text(field, nothing);
    }
    book.isbn(nothing);
    book.other_isbn(nothing);
    book.subject(nothing);
    book.tag(nothing);
    book.contributor({"A", nothing});
    book.series({"S", nothing});
  });
  BookFields expected = fields_after([](BookBuilder& book) {
    book.contributor({"A"});
    book.series({"S", {}});
  });
  EXPECT_EQ(absent, expected);
}

std::string letters(std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out += "ç";
  }
  return out;
}

TEST(Pointer, NamesFieldItemAndMember) {
  EXPECT_EQ(catalog::to_pointer({Field::contributors, 3, "nome"}), "/autores/3/nome");
  EXPECT_EQ(catalog::to_pointer({Field::title, {}, {}}), "/título");
  EXPECT_EQ(catalog::to_pointer({Field::subjects, 0, {}}), "/assuntos/0");
}

TEST(BookBuilder, TrimsAndNormalisesEveryText) {
  BookBuilder builder(this_year);
  builder.text(Field::title, "  Memo\u0301rias \n");
  builder.author("\u00A0Machado ");
  builder.text(Field::publisher, "");
  builder.text(Field::place, "   ");
  const BookFields fields = finished(std::move(builder));
  EXPECT_EQ(fields.title, "Memórias");
  EXPECT_EQ(fields.author, "Machado");
  EXPECT_EQ(fields.publisher, "");
  EXPECT_EQ(fields.place, "");
}

TEST(BookBuilder, TitleAndAuthorAreRequired) {
  EXPECT_EQ(
      errors_of(BookBuilder(this_year)),
      (std::vector<FieldError>{{"/título", Rule::required, {}}, {"/autor", Rule::required, {}}}));
  BookBuilder blank(this_year);
  blank.text(Field::title, " ");
  blank.author(" ");
  EXPECT_EQ(errors_of(std::move(blank)),
            (std::vector<FieldError>{{"/título", Rule::too_short, {"1"}},
                                     {"/autor", Rule::too_short, {"1"}}}));
}

TEST(BookBuilder, AnUnknownAuthorIsNull) {
  BookBuilder builder(this_year);
  builder.text(Field::title, "T");
  builder.author_unknown();
  EXPECT_EQ(finished(std::move(builder)).author, std::nullopt);
}

TEST(BookBuilder, ContributorsStandInForAMissingAuthor) {
  BookBuilder builder(this_year);
  builder.text(Field::title, "T");
  builder.contributor({"Ana"});
  builder.contributor({"Rui", "trl"});
  const BookFields fields = finished(std::move(builder));
  EXPECT_EQ(fields.author, "Ana; Rui");
  EXPECT_EQ(fields.contributors,
            (std::vector<catalog::Contributor>{{"Ana", "aut"}, {"Rui", "trl"}}));
}

TEST(BookBuilder, ADerivedAuthorStaysWithinItsLimit) {
  BookBuilder builder(this_year);
  builder.text(Field::title, "T");
  builder.contributor({letters(400)});
  builder.contributor({letters(98)});
  builder.contributor({"x"});
  EXPECT_EQ(finished(std::move(builder)).author, letters(400) + "; " + letters(98));
}

TEST(BookBuilder, AGivenAuthorIsNotDerived) {
  EXPECT_EQ(fields_after([](BookBuilder& b) { b.contributor({"Ana", "ill"}); }).author, "A");
}

TEST(BookBuilder, LengthsAreCountedInCodePoints) {
  const auto longest = [](Field field, std::size_t most) {
    BookBuilder good = with_title_and_author();
    good.text(field, letters(most));
    finished(std::move(good));
    BookBuilder bad = with_title_and_author();
    bad.text(field, letters(most + 1));
    EXPECT_EQ(errors_of(std::move(bad)),
              one(catalog::to_pointer({field, {}, {}}), Rule::too_long, {std::to_string(most)}));
  };
  longest(Field::title, 1000);
  longest(Field::subtitle, 1000);
  longest(Field::original_title, 1000);
  longest(Field::publisher, 300);
  longest(Field::place, 200);
  longest(Field::edition, 100);
  longest(Field::cdd, 50);
  longest(Field::cdu, 50);
  longest(Field::synopsis, 20'000);
  EXPECT_EQ(errors_after([](BookBuilder& b) { b.author(letters(501)); }),
            one("/autor", Rule::too_long, {"500"}));
}

TEST(BookBuilder, ControlCharactersAreRefusedButLinesOfASynopsisKept) {
  EXPECT_EQ(errors_after([](BookBuilder& b) { b.text(Field::publisher, "a\nb"); }),
            one("/editora", Rule::control_character));
  EXPECT_EQ(errors_after([](BookBuilder& b) { b.text(Field::synopsis, "a\u0007b"); }),
            one("/sinopse", Rule::control_character));
  EXPECT_EQ(errors_after([](BookBuilder& b) { b.author(std::string("a\0b", 3)); }),
            one("/autor", Rule::control_character));
  EXPECT_EQ(fields_after([](BookBuilder& b) { b.text(Field::synopsis, "a\r\nb\tc\rd"); }).synopsis,
            "a\nb\tc\nd");
}

TEST(BookBuilder, InvalidUtf8IsRefused) {
  EXPECT_EQ(errors_after([](BookBuilder& b) { b.text(Field::place, "S\xE3o Paulo"); }),
            one("/local", Rule::invalid_value, {"UTF-8"}));
}

TEST(BookBuilder, IsbnsAreCheckedAndKeptAs13Digits) {
  const BookFields fields = fields_after([](BookBuilder& b) {
    b.isbn(" 85-359-0277-5 ");
    b.other_isbn("0-8044-2957-X");
    b.other_isbn("");
  });
  EXPECT_EQ(fields.isbn->digits(), "9788535902778");
  ASSERT_EQ(fields.other_isbns.size(), 1U);
  EXPECT_EQ(fields_after([](BookBuilder& b) { b.isbn(" "); }).isbn, std::nullopt);
  EXPECT_EQ(errors_after([](BookBuilder& b) {
              b.isbn("9788535902779");
              b.other_isbn("0-8044-2957-X");
              b.other_isbn("x");
            }),
            (std::vector<FieldError>{{"/isbn", Rule::invalid_isbn, {}},
                                     {"/outros_isbn/1", Rule::invalid_isbn, {}}}));
}

TEST(BookBuilder, NumbersHaveTheirRanges) {
  const auto year = [](std::int64_t value) { return [value](BookBuilder& b) { b.year(value); }; };
  EXPECT_EQ(fields_after(year(-3000)).year, -3000);
  EXPECT_EQ(fields_after(year(2031)).year, 2031);
  for (const std::int64_t bad : {std::int64_t{-3001}, std::int64_t{2032}, INT64_MIN, INT64_MAX}) {
    EXPECT_EQ(errors_after(year(bad)), one("/ano", Rule::out_of_range, {"-3000", "2031"}));
  }
  const auto pages = [](std::int64_t value) { return [value](BookBuilder& b) { b.pages(value); }; };
  EXPECT_EQ(fields_after(pages(100'000)).pages, 100'000);
  for (const std::int64_t bad : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{100'001}}) {
    EXPECT_EQ(errors_after(pages(bad)), one("/paginas", Rule::out_of_range, {"1", "100000"}));
  }
}

TEST(BookBuilder, LanguagesGetTheirCanonicalCase) {
  const BookFields fields = fields_after([](BookBuilder& b) {
    b.text(Field::language, " PT-br ");
    b.text(Field::original_language, "EN");
  });
  EXPECT_EQ(fields.language, "pt-BR");
  EXPECT_EQ(fields.original_language, "en");
  EXPECT_EQ(errors_after([](BookBuilder& b) { b.text(Field::language, "português"); }),
            one("/idioma", Rule::invalid_language));
}

TEST(BookBuilder, CoversAreWebAddresses) {
  EXPECT_EQ(fields_after([](BookBuilder& b) { b.text(Field::cover, " https://a/b.png "); }).cover,
            "https://a/b.png");
  EXPECT_EQ(errors_after([](BookBuilder& b) { b.text(Field::cover, "javascript:alert(1)"); }),
            one("/capa", Rule::invalid_url));
  EXPECT_EQ(errors_after(
                [](BookBuilder& b) { b.text(Field::cover, "http://a/" + std::string(2000, 'x')); }),
            one("/capa", Rule::too_long, {"2000"}));
}

TEST(BookBuilder, TermsThatFoldAlikeAreKeptOnce) {
  const BookFields fields = fields_after([](BookBuilder& b) {
    for (const char* term :
         {"Ficção", "ficcao", " FICÇÃO ", "", "C", "C++", "C#", "c++", "♥", "★"}) {
      b.subject(term);
    }
    b.tag("lido");
    b.tag("Lido");
  });
  EXPECT_EQ(fields.subjects, (std::vector<std::string>{"Ficção", "C", "C++", "C#", "♥", "★"}));
  EXPECT_EQ(fields.tags, std::vector<std::string>{"lido"});
}

TEST(BookBuilder, PositionsCountWhatWasDropped) {
  EXPECT_EQ(errors_after([](BookBuilder& b) {
              b.subject("a");
              b.subject("A");
              b.subject("");
              b.skip_item(Field::subjects);
              b.subject("x\ty");
            }),
            one("/assuntos/4", Rule::control_character));
}

TEST(BookBuilder, ListsHaveTheirLimitsAndSaySoOnce) {
  const auto numbered = [](std::size_t i) { return "termo " + std::to_string(i); };
  const auto subjects = [&](std::size_t count) {
    return [&, count](BookBuilder& b) {
      for (std::size_t i = 0; i < count; ++i) {
        b.subject(numbered(i));
      }
    };
  };
  EXPECT_EQ(fields_after(subjects(50)).subjects.size(), 50U);
  EXPECT_EQ(errors_after(subjects(60)), one("/assuntos", Rule::too_many, {"50"}));
  const auto contributors = [&](std::size_t count) {
    return [&, count](BookBuilder& b) {
      for (std::size_t i = 0; i < count; ++i) {
        b.contributor({numbered(i)});
      }
    };
  };
  EXPECT_EQ(fields_after(contributors(100)).contributors.size(), 100U);
  EXPECT_EQ(errors_after(contributors(102)), one("/autores", Rule::too_many, {"100"}));
  EXPECT_EQ(errors_after([](BookBuilder& b) {
              for (int i = 0; i < 22; ++i) {
                b.other_isbn("9788535902778");
              }
            }),
            one("/outros_isbn", Rule::too_many, {"20"}));
  EXPECT_EQ(errors_after([&](BookBuilder& b) {
              for (std::size_t i = 0; i < 52; ++i) {
                b.identifier({"outro", numbered(i)});
              }
            }),
            one("/identificadores", Rule::too_many, {"50"}));
}

TEST(BookBuilder, ContributorsAndIdentifiersAreCheckedMemberByMember) {
  EXPECT_EQ(
      errors_after([](BookBuilder& b) {
        b.contributor({"Ana", "autor"});
        b.contributor({" ", "trl"});
        b.identifier({"isnn", "1"});
        b.identifier({"doi", ""});
      }),
      (std::vector<FieldError>{
          {"/autores/0/papel", Rule::invalid_value, {"aut, trl, ill, edt, org, … (MARC relators)"}},
          {"/autores/1/nome", Rule::too_short, {"1"}},
          {"/identificadores/0/tipo",
           Rule::invalid_value,
           {"issn, doi, lccn, oclc, olid, asin, isbn_invalido, outro"}},
          {"/identificadores/1/valor", Rule::too_short, {"1"}}}));
  const BookFields fields = fields_after([](BookBuilder& b) { b.identifier({"doi", " 10.1/x "}); });
  EXPECT_EQ(fields.identifiers,
            (std::vector<catalog::Identifier>{{catalog::IdentifierType::doi, "10.1/x"}}));
}

TEST(BookBuilder, ASeriesNeedsAName) {
  const BookFields fields = fields_after([](BookBuilder& b) { b.series({" Vaga-Lume ", " 3 "}); });
  EXPECT_EQ(fields.series, (catalog::Series{"Vaga-Lume", "3"}));
  EXPECT_EQ(fields_after([](BookBuilder& b) { b.series({"S", std::nullopt}); }).series,
            (catalog::Series{"S", ""}));
  EXPECT_EQ(errors_after([](BookBuilder& b) { b.series({" ", "3"}); }),
            one("/serie/nome", Rule::required));
  EXPECT_EQ(errors_after([](BookBuilder& b) { b.series({"S", letters(21)}); }),
            one("/serie/volume", Rule::too_long, {"20"}));
}

TEST(BookBuilder, ExtraIsBoundInBytesAndDepth) {
  EXPECT_EQ(fields_after([](BookBuilder& b) { b.extra({R"({"a":1})", 16}); }).extra, R"({"a":1})");
  EXPECT_EQ(errors_after([](BookBuilder& b) { b.extra({std::string(16 * 1024 + 1, ' '), 1}); }),
            one("/extra", Rule::too_long, {"16384 bytes"}));
  EXPECT_EQ(errors_after([](BookBuilder& b) { b.extra({"{}", 17}); }),
            one("/extra", Rule::too_deep, {"16"}));
}

TEST(BookBuilder, CollectsEveryErrorUpToALimit) {
  BookBuilder builder(this_year);
  for (std::size_t i = 0; i < 300; ++i) {
    EXPECT_EQ(builder.is_full(), i >= catalog::limits::errors_max);
    builder.refuse({"/x" + std::to_string(i), Rule::unknown_key, {}});
  }
  EXPECT_EQ(errors_of(std::move(builder)).size(), catalog::limits::errors_max);
}

TEST(BookBuilder, NothingIsMissingWhereSomethingWasRefused) {
  BookBuilder builder(this_year);
  builder.refuse({"/título", Rule::wrong_type, {"string"}});
  builder.contributor({""});
  EXPECT_EQ(errors_of(std::move(builder)),
            (std::vector<FieldError>{{"/título", Rule::wrong_type, {"string"}},
                                     {"/autores/0/nome", Rule::too_short, {"1"}}}));
}

TEST(BookBuilder, APartialBookRequiresNothing) {
  BookBuilder builder(this_year);
  builder.contributor({"Ana"});
  const auto fields = std::move(builder).finish_partial();
  ASSERT_TRUE(fields.has_value());
  EXPECT_EQ(fields->author, std::nullopt);
  EXPECT_EQ(fields->title, "");
}

}  // namespace
}  // namespace catalog_book_builder_test
