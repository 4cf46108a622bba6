#include <gtest/gtest.h>

#include "app/import_rejections.hpp"

namespace app_rejects_test {
namespace {

using app::Rejects;
using catalog::Rule;
namespace problem = catalog::problem;

TEST(Rejects, NamesTheLineTheFieldAndTheReason) {
  Rejects rejects;
  rejects.add({17, 18}, problem::invalid_book({{"/isbn", Rule::invalid_isbn, {}},
                                               {"/ano", Rule::out_of_range, {"-3000", "2031"}}}));
  ASSERT_EQ(rejects.lines().size(), 1U);
  EXPECT_TRUE(rejects.lines().front().starts_with("linha 18, isbn: ")) << rejects.lines().front();
  EXPECT_NE(rejects.lines().front().find("; ano: "), std::string::npos);
}

TEST(Rejects, NamesColumnsAndCellsAsTheyStandInTheFile) {
  Rejects rejects;
  rejects.add({3, 4}, problem::invalid_book({{"/título", Rule::required, {}}}),
              {{"Título do livro", "", {"falta o título", "the title is missing"}}});
  EXPECT_EQ(rejects.lines().front(), "linha 4, Título do livro: falta o título");
  rejects.warn({3, 4}, {"Ano", "s.d.", {"não é um ano", "is not a year"}});
  rejects.warn({4, 5}, {"Ano", "mil\ne um", {"não é um ano", "is not a year"}});
  EXPECT_EQ(rejects.warnings(),
            (std::vector<std::string>{"linha 4, Ano “s.d.”: não é um ano",
                                      "linha 5, Ano “mil e um”: não é um ano"}));
  EXPECT_EQ(rejects.warning_reasons().at("Ano: não é um ano"), 2U);
}

TEST(Rejects, AHeaderIsCalledOne) {
  Rejects rejects;
  rejects.add({0, 1}, problem::invalid_book({{"/título", Rule::required, {}}}));
  EXPECT_EQ(rejects.lines().front(), "cabeçalho (linha 1): falta a coluna título");
}

TEST(Rejects, WarningsAreCountedBeyondTheFirst) {
  Rejects rejects;
  for (std::uint64_t line = 1; line <= Rejects::warnings_listed_max + 5; ++line) {
    rejects.warn({line, line}, {"Ano", "x", {"não é um ano", "is not a year"}});
  }
  EXPECT_EQ(rejects.warnings().size(), Rejects::warnings_listed_max);
  EXPECT_EQ(rejects.warning_count(), Rejects::warnings_listed_max + 5);
}

TEST(Rejects, NamesTheRecordWhereAFormatHasNoLines) {
  Rejects rejects;
  rejects.add({3, 0}, problem::id_in_use({7}));
  EXPECT_TRUE(rejects.lines().front().starts_with("registro 3: ")) << rejects.lines().front();
}

TEST(Rejects, TalliesReasonsPerFieldWhateverThePosition) {
  Rejects rejects;
  for (const std::string pointer : {"/autores/0/nome", "/autores/12/nome", "/autores/3/papel"}) {
    rejects.add({1, 1}, problem::invalid_book({{pointer, Rule::too_long, {}}}));
  }
  rejects.add({2, 2}, problem::id_in_use({7}));
  rejects.add({3, 3}, problem::id_in_use({8}));
  EXPECT_EQ(rejects.reasons(), (std::map<std::string, std::uint64_t>{
                                   {"longo-demais /autores/*/nome", 2},
                                   {"longo-demais /autores/*/papel", 1},
                                   {"id-em-uso", 2},
                               }));
}

TEST(Rejects, AKeyThatHoldsDigitsIsNoPosition) {
  Rejects rejects;
  rejects.add({1, 1}, problem::invalid_book({{"/isbn10", Rule::unknown_key, {}}}));
  rejects.add({2, 0}, problem::invalid_book({{"/245", Rule::required, {}}}));
  EXPECT_EQ(rejects.reasons().begin()->first, "chave-desconhecida /isbn10");
  EXPECT_EQ(rejects.reasons().at("obrigatorio /245"), 1U);
}

TEST(Rejects, CountsEveryRecordButListsTheFirstThousand) {
  Rejects rejects;
  for (std::uint64_t record = 1; record <= Rejects::listed_max + 5; ++record) {
    rejects.add({record, 0}, problem::id_in_use({1}));
  }
  EXPECT_EQ(rejects.count(), 1005U);
  EXPECT_EQ(rejects.lines().size(), 1000U);
  EXPECT_TRUE(rejects.lines().back().starts_with("registro 1000:"));
  EXPECT_EQ(rejects.reasons().at("id-em-uso"), 1005U);
}

}  // namespace
}  // namespace app_rejects_test
