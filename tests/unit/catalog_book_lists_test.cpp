#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "catalog/book_builder.hpp"

namespace catalog_book_lists_test {
namespace {

using catalog::BookBuilder;
using catalog::BookFields;
using catalog::FieldError;
using catalog::Rule;

template <class Fill>
catalog::Result<BookFields> result_after(Fill fill) {
  BookBuilder builder(2026);
  builder.text(catalog::Field::title, "T");
  builder.author("A");
  fill(builder);
  return std::move(builder).finish();
}

template <class Fill>
std::vector<FieldError> errors_after(Fill fill) {
  const auto fields = result_after(fill);
  EXPECT_FALSE(fields.has_value());
  return fields ? std::vector<FieldError>{} : fields.error().errors;
}

template <class Fill>
BookFields fields_after(Fill fill) {
  const auto fields = result_after(fill);
  EXPECT_TRUE(fields.has_value());
  return fields ? *fields : BookFields{};
}

std::vector<FieldError> one(std::string pointer, Rule rule, std::vector<std::string> args = {}) {
  return {FieldError{std::move(pointer), rule, std::move(args)}};
}

std::string letters(std::size_t count) { return std::string(count, 'x'); }

TEST(BookBuilder, AContributorIsAPersonUnlessItIsSaid) {
  const BookFields fields = fields_after([](BookBuilder& b) {
    b.contributor({"Ana"});
    b.contributor({"Rui", "trl", "pessoa"});
    b.contributor({"Brasil. Ministério da Saúde", {}, "entidade"});
    b.contributor({"Bienal do Livro", "ctb", " evento "});
  });
  using enum catalog::ContributorKind;
  EXPECT_EQ(fields.contributors,
            (std::vector<catalog::Contributor>{{"Ana", "aut", person},
                                               {"Rui", "trl", person},
                                               {"Brasil. Ministério da Saúde", "aut", body},
                                               {"Bienal do Livro", "ctb", event}}));
  EXPECT_EQ(errors_after([](BookBuilder& b) { b.contributor({"Ana", "aut", "empresa"}); }),
            one("/autores/0/tipo", Rule::invalid_value, {"pessoa, entidade, evento"}));
}

TEST(BookBuilder, NotesAreTwentyTextsOfTwoThousand) {
  const auto notes = [](std::size_t count) {
    return [count](BookBuilder& b) {
      for (std::size_t i = 0; i < count; ++i) {
        b.note("a mesma");
        b.note(" ");
      }
    };
  };
  EXPECT_EQ(fields_after(notes(20)).notes, std::vector<std::string>(20, "a mesma"));
  EXPECT_EQ(errors_after(notes(22)), one("/notas", Rule::too_many, {"20"}));
  EXPECT_EQ(fields_after([](BookBuilder& b) { b.note(letters(2000)); }).notes[0], letters(2000));
  EXPECT_EQ(errors_after([](BookBuilder& b) { b.note(letters(2001)); }),
            one("/notas/0", Rule::too_long, {"2000"}));
  EXPECT_EQ(errors_after([](BookBuilder& b) { b.note("a\nb"); }),
            one("/notas/0", Rule::control_character, {}));
}

TEST(BookBuilder, LinksAreCheckedMemberByMember) {
  const BookFields fields = fields_after([](BookBuilder& b) {
    b.link({.url = " https://a/b "});
    b.link({"http://a/" + letters(1991), "Text/HTML; charset=UTF-8", "texto", letters(200)});
  });
  EXPECT_EQ(fields.links,
            (std::vector<catalog::Link>{{"https://a/b", "", {}, ""},
                                        {"http://a/" + letters(1991), "text/html;charset=UTF-8",
                                         catalog::LinkRelation::text, letters(200)}}));
  EXPECT_EQ(
      errors_after([](BookBuilder& b) {
        b.link({"ftp://a", "pdf", "livro", "x"});
        b.link({"http://a/" + letters(1992), "application/" + letters(100), "outro", letters(201)});
      }),
      (std::vector<FieldError>{{"/ligacoes/0/url", Rule::invalid_url, {}},
                               {"/ligacoes/0/tipo",
                                Rule::invalid_value,
                                {"application/pdf, application/epub+zip, text/html, …"}},
                               {"/ligacoes/0/relacao",
                                Rule::invalid_value,
                                {"texto, amostra, emprestimo, compra, outro"}},
                               {"/ligacoes/1/url", Rule::too_long, {"2000"}},
                               {"/ligacoes/1/tipo", Rule::too_long, {"100"}},
                               {"/ligacoes/1/nota", Rule::too_long, {"200"}}}));
  EXPECT_EQ(errors_after([](BookBuilder& b) {
              for (int i = 0; i < 22; ++i) {
                b.link({.url = "https://a"});
              }
            }),
            one("/ligacoes", Rule::too_many, {"20"}));
}

}  // namespace
}  // namespace catalog_book_lists_test
