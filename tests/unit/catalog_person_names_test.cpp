#include <gtest/gtest.h>

#include "catalog/person_names.hpp"

namespace catalog_person_names_test {
namespace {

using Names = std::vector<std::string>;

catalog::BookFields by(std::optional<std::string> author,
                       std::vector<catalog::Contributor> contributors) {
  catalog::BookFields fields;
  fields.author = std::move(author);
  fields.contributors = std::move(contributors);
  return fields;
}

TEST(AuthorNames, AreTheAuthorAndThoseItDoesNotName) {
  EXPECT_EQ(catalog::author_names(by("Ana Sá e Rui Paz", {{"Rui Paz", "aut"}, {"Ivo", "trl"}})),
            (Names{"ana sa e rui paz", "ivo"}));
}

TEST(AuthorNames, AreNotPartsOfWords) {
  EXPECT_EQ(catalog::author_names(by("Clarice Lispector", {{"Lis", "trl"}})),
            (Names{"clarice lispector", "lis"}));
}

TEST(AuthorNames, AreNeverEmpty) {
  EXPECT_EQ(catalog::author_names(by("***", {{"!", "aut"}, {"Ivo", "edt"}})), (Names{"ivo"}));
  EXPECT_TRUE(catalog::author_names(by(std::nullopt, {})).empty());
}

TEST(NamesOfAuthor, ArePartedAtSemicolonsWithOrWithoutBlanks) {
  const auto names = [](std::string_view line,
                        std::vector<catalog::Contributor> contributors = {}) {
    const catalog::BookFields fields = by(std::string(line), std::move(contributors));
    std::string joined;
    for (const std::string_view name : catalog::names_of_author(fields)) {
      joined += (joined.empty() ? "" : " | ") + std::string(name);
    }
    return joined;
  };
  EXPECT_EQ(names("Silva, José;Costa, Ana"), "Silva, José | Costa, Ana");
  EXPECT_EQ(names("Ana; Rui;"), "Ana | Rui");
  EXPECT_EQ(names(";Ana ;; Rui ; "), "Ana | Rui");
  EXPECT_EQ(names(" ; ;"), "");
  EXPECT_EQ(names("Silva &amp; Filhos;Rui"), "Silva &amp; Filhos | Rui");
  EXPECT_EQ(names("Jos&eacute; S&#225;;E&#xE7;a; Rui"), "Jos&eacute; S&#225; | E&#xE7;a | Rui");
  EXPECT_EQ(names("Silva &Costa; Rui;R&D;&;&#;Z"), "Silva &Costa | Rui | R&D | & | &# | Z");
  EXPECT_EQ(names("Eça; A;B; Rui", {{"A;B", "edt"}}), "Eça | A;B | Rui");
  EXPECT_EQ(names("A;Bela", {{"A;B", "edt"}}), "A | Bela");
}

TEST(FiledNames, BeginWithTheSurnameAndHaveNoDates) {
  EXPECT_EQ(catalog::filed_name("Saramago, José, 1922-2010"), "saramago jose");
  EXPECT_EQ(catalog::filed_name("José Saramago"), "saramago jose");
  EXPECT_EQ(catalog::filed_name("Machado de Assis, Joaquim Maria"),
            "machado de assis joaquim maria");
  EXPECT_EQ(catalog::filed_name("Camilo Castelo Branco Filho"), "branco filho camilo castelo");
  EXPECT_EQ(catalog::filed_name("Homero"), "homero");
  EXPECT_EQ(catalog::filed_name("007"), "007");
  EXPECT_EQ(catalog::filed_name("***"), "");
}

TEST(PersonNames, ABodyIsFiledAsItIsWritten) {
  using enum catalog::ContributorKind;
  const auto names =
      catalog::person_names(by("Assis, Machado de; Universidade do Minho, Departamento de Letras",
                               {{"Universidade do Minho, Departamento de Letras", "aut", body},
                                {"Feira do Livro, Porto", "ctb", event},
                                {"Rosa, Ana", "edt"}}));
  ASSERT_EQ(names.size(), 4U);
  EXPECT_EQ(names[0].key, "machado de assis");
  EXPECT_EQ(names[1].key, "universidade do minho departamento de letras");
  EXPECT_EQ(names[2].key, "feira do livro porto");
  EXPECT_EQ(names[3].key, "ana rosa");
  EXPECT_TRUE(names[0].is_person && names[3].is_person);
  EXPECT_FALSE(names[1].is_person || names[2].is_person);
}

}  // namespace
}  // namespace catalog_person_names_test
