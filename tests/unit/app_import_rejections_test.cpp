#include <gtest/gtest.h>

#include "app/import_rejections.hpp"

namespace app_rejects_test {
namespace {

using app::Rejects;
using catalog::Rule;
namespace problem = catalog::problem;

TEST(Rejects, NamesTheRecordTheFieldAndTheReason) {
  Rejects rejects;
  rejects.add({17, 18}, problem::invalid_book({{"/isbn", Rule::invalid_isbn, {}},
                                               {"/ano", Rule::out_of_range, {"-3000", "2031"}}}));
  ASSERT_EQ(rejects.lines().size(), 1U);
  EXPECT_EQ(rejects.lines().front(),
            "registro / record 17 (linha / line 18): /isbn: Não é um ISBN válido; confira os "
            "dígitos e o dígito verificador.; /ano: Está fora da faixa; o permitido vai de -3000 "
            "a 2031.; ");
}

TEST(Rejects, LeavesTheLineOutWhereAFormatHasNone) {
  Rejects rejects;
  rejects.add({3, 0}, problem::id_in_use({7}));
  EXPECT_EQ(rejects.lines().front(),
            "registro / record 3: O id 7 já pertence ou pertenceu a um livro e não é "
            "reaproveitado.");
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
  EXPECT_EQ(rejects.reasons().begin()->first, "chave-desconhecida /isbn10");
}

TEST(Rejects, CountsEveryRecordButListsTheFirstThousand) {
  Rejects rejects;
  for (std::uint64_t record = 1; record <= Rejects::listed_max + 5; ++record) {
    rejects.add({record, 0}, problem::id_in_use({1}));
  }
  EXPECT_EQ(rejects.count(), 1005U);
  EXPECT_EQ(rejects.lines().size(), 1000U);
  EXPECT_TRUE(rejects.lines().back().starts_with("registro / record 1000:"));
  EXPECT_EQ(rejects.reasons().at("id-em-uso"), 1005U);
}

}  // namespace
}  // namespace app_rejects_test
