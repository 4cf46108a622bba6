// Who a statement of responsibility names, the parts of a role's term, and the titles in notes.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "formats/marc_relators.hpp"
#include "formats/original_title.hpp"
#include "formats/responsibility.hpp"

namespace formats_responsibility_test {
namespace {

using formats::first_responsibility;
using formats::original_title_in;
using formats::relators_of_term;
using Roles = std::vector<std::string_view>;

TEST(Responsibility, WhatSaysThePartIsNoName) {
  EXPECT_EQ(first_responsibility("organização de João Silva e Ana Costa."),
            "João Silva e Ana Costa");
  EXPECT_EQ(first_responsibility("org. João Silva ... [et al.]"), "João Silva");
  EXPECT_EQ(first_responsibility("[textos de] João Silva… [et al.]"), "João Silva");
  EXPECT_EQ(first_responsibility("texto e ilustrações de Ziraldo ; capa de X"), "Ziraldo");
  EXPECT_EQ(first_responsibility("Org.: Ana Costa"), "Ana Costa");
  EXPECT_EQ(first_responsibility("coordenação Ana Costa"), "Ana Costa");
  EXPECT_EQ(first_responsibility("[por] Ana Costa e outros"), "Ana Costa");
  EXPECT_EQ(first_responsibility("by Ana Costa"), "Ana Costa");
  EXPECT_EQ(first_responsibility("Silva, J. ... [et al.]"), "Silva, J.");
  EXPECT_EQ(first_responsibility("Silva, J. . . . et al."), "Silva, J.");
  EXPECT_EQ(first_responsibility("João Silva. [et al.]"), "João Silva");
  EXPECT_EQ(first_responsibility("João Silva Jr., et al."), "João Silva Jr.");
}

TEST(Responsibility, NamesThatBeginWithSuchAWordStayWhole) {
  for (const std::string_view name :
       {"Organização das Nações Unidas", "Organização Mundial da Saúde", "Ed McBain",
        "Coordenação de Aperfeiçoamento de Pessoal de Nível Superior", "Arte Editora", "textos",
        "Direção-Geral do Livro", "organização mundial da saúde", "Machado de Assis", "Joan Trad",
        "Org. Mundial da Saúde", "Comp. Nacional de Energia"}) {
    EXPECT_EQ(first_responsibility(name), name);
  }
}

TEST(Relators, ATermOfSeveralPartsSaysThemAll) {
  EXPECT_EQ(relators_of_term("organização e tradução"), (Roles{"org", "trl"}));
  EXPECT_EQ(relators_of_term("Org. e trad."), (Roles{"org", "trl"}));
  EXPECT_EQ(relators_of_term("trad., introd. e notas"), (Roles{"trl", "aui", "ann"}));
  EXPECT_EQ(relators_of_term("ed. and tr."), (Roles{"edt", "trl"}));
  EXPECT_EQ(relators_of_term("comentários e notas"), Roles{"ann"});
  EXPECT_EQ(relators_of_term("revisão da tradução"), Roles{"pfr"});
  EXPECT_EQ(relators_of_term("revisão da tradução e notas"), (Roles{"pfr", "ann"}));
  EXPECT_EQ(relators_of_term("autor e ilustrador"), (Roles{"aut", "ill"}));
  EXPECT_EQ(relators_of_term("autor da capa"), Roles{});
  EXPECT_EQ(relators_of_term(" e , ; "), Roles{});
}

TEST(OriginalTitle, StandsBehindTheWordsForIt) {
  EXPECT_EQ(original_title_in("Tít. orig.: The old man and the sea"), "The old man and the sea");
  EXPECT_EQ(original_title_in("Título original em francês: Le père Goriot."), "Le père Goriot");
  EXPECT_EQ(original_title_in("Tradução de: Les misérables / Victor Hugo"), "Les misérables");
  EXPECT_EQ(original_title_in("Translation of: Don Quijote."), "Don Quijote");
  EXPECT_EQ(original_title_in("Tradução de João Silva"), "");
  EXPECT_EQ(original_title_in("Contém: índice"), "");
  EXPECT_EQ(original_title_in("Original title page reads: London, 1898"), "");
  EXPECT_EQ(original_title_in(""), "");
}

}  // namespace
}  // namespace formats_responsibility_test
