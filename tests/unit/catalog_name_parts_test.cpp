// What is a surname and what is none, in each way to write a name.
#include <gtest/gtest.h>

#include "catalog/name_parts.hpp"
#include "catalog/person_names.hpp"

namespace catalog_name_parts_test {
namespace {

// "surname | suffix | forenames", without what is empty.
std::string parts_of(std::string_view name) {
  const catalog::NameParts parts = catalog::name_parts(name);
  std::string out = parts.surname;
  if (!parts.suffix.empty()) {
    out += " | " + parts.suffix;
  }
  return parts.forenames.empty() ? out : out + " | " + parts.forenames;
}

using Names = std::vector<std::string>;

TEST(NameParts, TheSurnameStandsBeforeTheCommaOrIsTheLastWord) {
  EXPECT_EQ(parts_of("Assis, Machado de"), "Assis | Machado de");
  EXPECT_EQ(parts_of("Carlos Drummond de Andrade"), "Andrade | Carlos Drummond de");
  EXPECT_EQ(parts_of("Claude Lévi-Strauss"), "Lévi-Strauss | Claude");
  EXPECT_EQ(parts_of("Platão"), "Platão");
  EXPECT_EQ(parts_of("Madonna,"), "Madonna");
  EXPECT_EQ(parts_of(""), "");
}

TEST(NameParts, WhatFollowsASurnameStaysWithIt) {
  EXPECT_EQ(parts_of("José da Silva Neto"), "Silva Neto | José da");
  EXPECT_EQ(parts_of("João Silva Segundo"), "Silva Segundo | João");
  EXPECT_EQ(parts_of("Pedro Bandeira II"), "Bandeira II | Pedro");
  EXPECT_EQ(parts_of("Pedro Bandeira Filho II"), "Bandeira Filho II | Pedro");
  EXPECT_EQ(parts_of("Antônio Neto Júnior"), "Neto Júnior | Antônio");
  EXPECT_EQ(parts_of("Antônio Júnior"), "Júnior | Antônio");
  EXPECT_EQ(parts_of("Maria de Neto"), "Neto | Maria de");
  EXPECT_EQ(parts_of("Autor 12"), "Autor 12");
}

TEST(NameParts, PopesAndKingsHaveNoSurname) {
  for (const std::string name :
       {"João Paulo II", "John Paul II", "Bento XVI", "João XXIII", "Luís XIV", "Dom Pedro II",
        "D. Pedro I", "Papa João Paulo II", "São João Paulo II", "Frei Luís II", "Pedro V",
        "Rei Carlos Gustavo XVI", "Pedro II do Brasil", "Dom João V de Portugal", "Pedro 2º",
        "Vittorio Emanuele III", "Elizabeth II.", "JOÃO PAULO II"}) {
    EXPECT_EQ(parts_of(name), name);
    EXPECT_TRUE(catalog::is_regnal_name(name)) << name;
  }
  EXPECT_EQ(parts_of("João Paulo II, Papa, 1920-2005"), "João Paulo II | Papa");
  EXPECT_EQ(parts_of("João Paulo, II"), "João Paulo II");
  EXPECT_EQ(parts_of("Luís, XIV"), "Luís XIV");
}

TEST(NameParts, LettersThatLookLikeANumeralAreNone) {
  EXPECT_EQ(parts_of("Jet Li"), "Li | Jet");
  EXPECT_EQ(parts_of("JET LI"), "LI | JET");
  EXPECT_EQ(parts_of("Otto DIX"), "DIX | Otto");
  EXPECT_EQ(parts_of("Xi Xi"), "Xi | Xi");
  EXPECT_EQ(parts_of("Ana IIII"), "IIII | Ana");
  EXPECT_EQ(parts_of("Ana VX"), "VX | Ana");
  EXPECT_EQ(parts_of("Souza, V"), "Souza | V");
  EXPECT_EQ(parts_of("Souza, V. I."), "Souza | V. I.");
  EXPECT_EQ(parts_of("José V de Sousa"), "Sousa | José V de");
  EXPECT_FALSE(catalog::is_regnal_name("Projeto Vaticano Novo II"));
}

TEST(NameParts, ASuffixMayStandBehindAComma) {
  EXPECT_EQ(parts_of("Martin Luther King, Jr."), "King | Jr. | Martin Luther");
  EXPECT_EQ(parts_of("King, Martin Luther, Jr."), "King | Jr. | Martin Luther");
  EXPECT_EQ(parts_of("King, Martin Luther Jr."), "King | Jr. | Martin Luther");
  EXPECT_EQ(parts_of("King, Jr., Martin Luther"), "King | Jr. | Martin Luther");
  EXPECT_EQ(parts_of("Silva, José da, Jr."), "Silva | Jr. | José da");
  EXPECT_EQ(parts_of("José da Silva, Neto"), "Silva | Neto | José da");
  EXPECT_EQ(parts_of("José da Silva, Júnior, 1950-"), "Silva | Júnior | José da");
  EXPECT_EQ(parts_of("John Smith, III"), "Smith | III | John");
  EXPECT_EQ(parts_of("Silva, Filho"), "Silva Filho");
}

TEST(NameParts, DatesAreNoForenames) {
  for (const std::string name :
       {"José Saramago, 1922-2010", "José Saramago, 1922-2010.", "José Saramago, 1922-",
        "José Saramago, n. 1922", "José Saramago, ca. 1922", "José Saramago, [1922?-2010]",
        "José Saramago, séc. XX", "José Saramago, active 20th century", "Saramago, José, 1922-2010",
        "Saramago, José 1922-2010", "José Saramago 1922-2010", "José Saramago (1922-2010)",
        "Saramago, José (1922-2010)"}) {
    EXPECT_EQ(parts_of(name), "Saramago | José") << name;
  }
  EXPECT_EQ(parts_of("Machado de Assis, 1839-1908."), "Assis | Machado de");
  EXPECT_EQ(parts_of("Fulano, 1950-"), "Fulano");
}

TEST(NameParts, WhatStandsInParenthesesBehindANameIsNoSurname) {
  EXPECT_EQ(parts_of("Júlio Dinis (pseud.)"), "Dinis | Júlio");
  EXPECT_EQ(parts_of("Dinis, Júlio (pseud.)"), "Dinis | Júlio");
  EXPECT_EQ(parts_of("Dinis (pseud.), Júlio"), "Dinis | Júlio");
  EXPECT_EQ(parts_of("Fulano de Tal (org.)"), "Tal | Fulano de");
  EXPECT_EQ(parts_of("Fulano de Tal (org., trad.) (1950-)."), "Tal | Fulano de");
  EXPECT_EQ(parts_of("Tolkien, J. R. R. (John Ronald Reuel), 1892-1973"), "Tolkien | J. R. R.");
  EXPECT_EQ(parts_of("Maria (Mimi) Silva"), "Silva | Maria (Mimi)");
  EXPECT_EQ(parts_of("(Anônimo)"), "(Anônimo)");
  EXPECT_EQ(parts_of("Silva (org."), "(org. | Silva");
  EXPECT_EQ(parts_of("(org.)"), "(org.)");
}

TEST(NameParts, OnlyANameBySurnameIsInverted) {
  EXPECT_TRUE(catalog::name_parts("Saramago, José, 1922-2010").is_inverted);
  EXPECT_FALSE(catalog::name_parts("José Saramago, 1922-2010").is_inverted);
  EXPECT_FALSE(catalog::name_parts("Martin Luther King, Jr.").is_inverted);
  EXPECT_FALSE(catalog::name_parts("João Paulo II, Papa").is_inverted);
}

TEST(FiledNames, FollowTheSameRule) {
  EXPECT_EQ(catalog::filed_name("João Paulo II"), "joao paulo ii");
  EXPECT_EQ(catalog::filed_name("Pedro Bandeira II"), "bandeira ii pedro");
  EXPECT_EQ(catalog::filed_name("Martin Luther King, Jr."), "king jr martin luther");
  EXPECT_EQ(catalog::filed_name("José Saramago, 1922-2010"), "saramago jose");
  EXPECT_EQ(catalog::filed_name("Júlio Dinis (pseud.)"), "dinis julio");
  EXPECT_EQ(catalog::filed_name("Claude Lévi-Strauss"), "levi strauss claude");
  EXPECT_EQ(catalog::surname_words("João Paulo II"), (Names{"joao", "paulo", "ii"}));
  EXPECT_EQ(catalog::surname_words("José da Silva Neto"), (Names{"silva", "neto"}));
  EXPECT_EQ(catalog::surname_words("Saramago, José"), (Names{"saramago"}));
  EXPECT_EQ(catalog::surname_words("José Saramago, 1922-2010"), (Names{"saramago"}));
  EXPECT_EQ(catalog::surname_words("007"), (Names{"007"}));
}

TEST(PersonKeys, AreEqualForAllWaysToWriteAName) {
  for (const std::string name : {"King, Martin Luther, Jr.", "King Jr., Martin Luther",
                                 "Martin Luther King Jr.", "King, Jr., Martin Luther"}) {
    EXPECT_EQ(catalog::person_key(name), catalog::person_key("Martin Luther King, Jr.")) << name;
  }
  EXPECT_EQ(catalog::person_key("Dinis, Júlio (pseud.)"), catalog::person_key("Júlio Dinis"));
  EXPECT_EQ(catalog::person_key("Pedro II, Dom"), catalog::person_key("Dom Pedro II"));
}

}  // namespace
}  // namespace catalog_name_parts_test
