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

}  // namespace
}  // namespace catalog_person_names_test
