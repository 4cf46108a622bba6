#include <gtest/gtest.h>

#include "store/duplicate_key.hpp"
#include "store/likely_duplicates.hpp"

namespace store_duplicate_key_test {
namespace {

catalog::BookFields book() {
  catalog::BookFields fields;
  fields.title = "A Hora da Estrela";
  fields.author = "Clarice Lispector";
  return fields;
}

TEST(DuplicateKey, IsEqualForTheSameFoldedTitleAuthorAndYear) {
  catalog::BookFields other = book();
  other.title = "HORA DA ESTRELA";
  other.publisher = "Rocco";
  EXPECT_EQ(store::duplicate_key(other), store::duplicate_key(book()));
}

catalog::BookFields titled(std::string_view title, std::string_view author = "",
                           std::optional<std::int32_t> year = {}) {
  catalog::BookFields fields;
  fields.title = title;
  fields.author = author;
  fields.year = year;
  return fields;
}

TEST(DuplicateKey, TakesAHyphenADashAndABlankForTheSame) {
  const auto key = store::duplicate_key(titled("O Pica-Pau Amarelo", "Saint-Exupéry"));
  for (const auto& other :
       {titled("O Pica Pau Amarelo", "Saint Exupéry"), titled("Pica–Pau amarelo", "Saint‑Exupery"),
        titled("O Pica\u2010Pau: Amarelo", "SAINT - EXUPÉRY")}) {
    EXPECT_EQ(store::duplicate_key(other), key) << other.title;
  }
  EXPECT_NE(store::duplicate_key(titled("O Picapau Amarelo", "Saint-Exupéry")), key)
      << "words written as one are a rule of their own, which would need all keys made anew";
}

TEST(DuplicateKey, TellsTitleAuthorAndYearApart) {
  const auto key = store::duplicate_key(titled("xy", "z", 1));
  for (const auto& other : {titled("x", "yz", 1), titled("xy", "z", 2), titled("xyz", "", 1)}) {
    EXPECT_NE(key, store::duplicate_key(other));
  }
}

TEST(DuplicateKey, CountsTheSignsBehindALetterAndTheAccentOfWhatIsNoArticle) {
  for (const auto& [one, other] : std::vector<std::pair<std::string, std::string>>{
           {"C++", "C#"},
           {"C", "C#"},
           {"C", "C++"},
           {"Programação em C++", "Programação em C#"},
           {"C++ e C", "C e C++"},
           {"Google+", "Google"},
           {"F#", "F"},
           {"Às portas", "As portas"},
           {"Ó mar", "O mar"},
       }) {
    EXPECT_NE(store::duplicate_key(titled(one)), store::duplicate_key(titled(other))) << one;
  }
  for (const auto& [one, other] : std::vector<std::pair<std::string, std::string>>{
           {"C++", "c++"},
           {"C#", "C\u266F"},
           {"C++", "C\uFF0B\uFF0B"},
           {"O C++ em dez lições", "C++ em dez licoes"},
           {"Nota #1", "Nota 1"},
           {"1 + 1", "1 1"},
           {"O mar", "Mar"},
       }) {
    EXPECT_EQ(store::duplicate_key(titled(one)), store::duplicate_key(titled(other))) << one;
  }
}

TEST(DuplicateKey, IsKeptOnDisk) {
  EXPECT_EQ(store::duplicate_key(titled("Dom Casmurro", "Machado de Assis", 1899)),
            -2332626166445156124);
}

// ---- what tells candidates apart ----------------------------------------------------------------

struct Edition {
  std::string edition;
  std::string volume;
};
bool are_different(const Edition& one, const Edition& other) {
  catalog::BookFields left = titled("Obras");
  left.edition = one.edition;
  left.series = catalog::Series{"Coleção", one.volume};
  catalog::BookFields right = titled("Obras");
  right.edition = other.edition;
  right.series = catalog::Series{"Outra", other.volume};
  return store::are_different(left, right);
}

TEST(LikelyDuplicates, AreNoBooksOfTwoEditionsOrVolumes) {
  for (const auto& [one, other] : std::vector<std::pair<std::string, std::string>>{
           {"1. ed.", "2. ed."},
           {"2ª edição", "3ª edição"},
           {"Primeira edição", "2. ed."},
           {"Edição comemorativa", "Edição de bolso"},
           {"v. II", "v. 3"},
           {"XIV", "15"},
           {"10", "1"},
           {"first", "2nd"},
       }) {
    EXPECT_TRUE(are_different({one, ""}, {other, ""})) << one << other;
    EXPECT_TRUE(are_different({"", one}, {"", other})) << one << other;
  }
  for (const auto& [one, other] : std::vector<std::pair<std::string, std::string>>{
           {"2. ed.", "2ª edição"},
           {"2. ed. rev. e ampl.", "2nd ed."},
           {"Segunda edição", "2. ed."},
           {"v. II", "2"},
           {"Ed. comemorativa", "ED. COMEMORATIVA"},
           {"vol. 02", "2"},
           {"", "2. ed."},
       }) {
    EXPECT_FALSE(are_different({one, ""}, {other, ""})) << one << other;
    EXPECT_FALSE(are_different({"", one}, {"", other})) << one << other;
  }
}

TEST(LikelyDuplicates, AreNoBooksOfTwoIsbns) {
  catalog::BookFields one = titled("Um");
  catalog::BookFields other = one;
  one.isbn = catalog::Isbn::parse("9788535914849");
  EXPECT_FALSE(store::are_different(one, other));
  other.isbn = catalog::Isbn::parse("9780195101706");
  EXPECT_TRUE(store::are_different(one, other));
  other.other_isbns = {*one.isbn};
  EXPECT_FALSE(store::are_different(one, other));
}

}  // namespace
}  // namespace store_duplicate_key_test
