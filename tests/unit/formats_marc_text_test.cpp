// The punctuation of catalogue cards, relator terms and language codes.
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/language_tag.hpp"
#include "catalog/relator.hpp"
#include "formats/marc_languages.hpp"
#include "formats/marc_relators.hpp"
#include "formats/marc_text.hpp"

namespace formats_marc_text_test {
namespace {

using formats::clipped;
using formats::FullStop;
using formats::language_of_marc;
using formats::relator_of_code;
using formats::relator_of_term;
using formats::without_brackets;
using formats::without_end_marks;

using Pairs = std::vector<std::pair<std::string_view, std::string_view>>;

TEST(MarcText, AMarkBeforeAPartGoesOrMovesBehindTheOneBefore) {
  using formats::part_behind;
  using formats::without_leading_mark;
  for (const std::string_view text :
       {": Garnier", ":Garnier", "; Garnier", "/ Garnier", "= Garnier", ", Garnier", "- Garnier",
        "-- Garnier", ". Garnier"}) {
    EXPECT_EQ(without_leading_mark(text), "Garnier") << text;
  }
  for (const std::string_view text :
       {"...E o vento", ". . . E o vento", "/dev/null", "=mc2", ".NET", "-ismo", ":", ""}) {
    EXPECT_EQ(without_leading_mark(text), text);
  }
  std::string out = "USP";
  EXPECT_EQ(part_behind(out, ". Faculdade"), "Faculdade");
  EXPECT_EQ(out, "USP.");
  EXPECT_EQ(part_behind(out, ". Faculdade"), "Faculdade");
  EXPECT_EQ(part_behind(out, "Faculdade"), "Faculdade");
  EXPECT_EQ(out, "USP.");
}

TEST(MarcText, TheMarkThatAnnouncesTheNextElementGoes) {
  for (const auto& [text, expected] : Pairs{{"Dom Casmurro /", "Dom Casmurro"},
                                            {"Rio de Janeiro :", "Rio de Janeiro"},
                                            {"Monumentos urbanos =", "Monumentos urbanos"},
                                            {"Coleção Saber ;", "Coleção Saber"},
                                            {"Agir,", "Agir"},
                                            {"Saúde em debate;", "Saúde em debate"},
                                            {"Contos, crônicas, etc. /", "Contos, crônicas, etc."},
                                            {"Quem tem farelos? /", "Quem tem farelos?"},
                                            {" /", ""},
                                            {"", ""}}) {
    EXPECT_EQ(without_end_marks(text, FullStop::of_phrase), expected) << text;
  }
}

TEST(MarcText, TheFullStopThatEndsAPhraseGoesAndThatOfAnAbbreviationStays) {
  for (const auto& [text, expected] :
       Pairs{{"Mostra do Redescobrimento.", "Mostra do Redescobrimento"},
             {"2a. ed.", "2a. ed."},
             {"Ed. atualizada.", "Ed. atualizada"},
             {"[2a ed.].", "[2a ed.]"},
             {"Problems, exercises, etc.", "Problems, exercises, etc."},
             {"Problems, exercises, etc..", "Problems, exercises, etc."},
             {"Tudo o que resta...", "Tudo o que resta..."},
             {"Vitamina C.", "Vitamina C"},
             {"Life in the U.S.A.", "Life in the U.S.A."},
             {"1990-1999.", "1990-1999"}}) {
    EXPECT_EQ(without_end_marks(text, FullStop::of_phrase), expected) << text;
  }
}

TEST(MarcText, InitialsInNamesKeepTheirFullStops) {
  for (const auto& [text, expected] :
       Pairs{{"Rowling, J. K.", "Rowling, J. K."},
             {"Tolkien, J. R. R.,", "Tolkien, J. R. R."},
             {"Sartre, J.-P.", "Sartre, J.-P."},
             {"Ivanov, A. Kh.", "Ivanov, A. Kh."},
             {"Lotman, I︠U︡. M. I︠U︡.", "Lotman, I︠U︡. M. I︠U︡."},
             {"Gotlib, Nádia Battella.", "Gotlib, Nádia Battella"},
             {"Coraspe, Evacira S. de.", "Coraspe, Evacira S. de"},
             {"King, Martin Luther, Jr.", "King, Martin Luther, Jr."},
             {"Livraria José Olympio & Cia.", "Livraria José Olympio & Cia."},
             {"Smithsonian Institution (U.S.).", "Smithsonian Institution (U.S.)"},
             {"Sá, Mem de.", "Sá, Mem de"}}) {
    EXPECT_EQ(without_end_marks(text, FullStop::of_name), expected) << text;
  }
}

TEST(MarcText, BracketsAroundTheWholeGoAndThoseInsideStay) {
  for (const auto& [text, expected] : Pairs{{"[Rio de Janeiro, Brazil]", "Rio de Janeiro, Brazil"},
                                            {"[Portugal", "Portugal"},
                                            {"1999]", "1999"},
                                            {"Curitiba, PR [Brazil]", "Curitiba, PR [Brazil]"},
                                            {"[1o. [sic] ed.]", "1o. [sic] ed."},
                                            {"[1] e [2]", "[1] e [2]"},
                                            {"2 [ed.]", "2 [ed.]"}}) {
    EXPECT_EQ(without_brackets(text), expected) << text;
  }
}

TEST(MarcText, TextIsCutAtACodePointOfItsComposedForm) {
  EXPECT_EQ(clipped("  ação ", 4), "ação");
  EXPECT_EQ(clipped("ac\xCC\xA7"
                    "a\xCC\x83o e reação",
                    4),
            "ação");
  EXPECT_EQ(clipped("ação", 2), "aç");
  EXPECT_EQ(clipped("\xC2\xA0", 10), "");
}

TEST(MarcRelators, TermsOfThreeLanguagesNameTheSameRoles) {
  for (const auto& [term, code] : Pairs{{"tradutor", "trl"},
                                        {"tr.", "trl"},
                                        {"traductora,", "trl"},
                                        {"ill.", "ill"},
                                        {"Ilustrador.", "ill"},
                                        {"joint author.", "aut"},
                                        {"jt. ed.", "edt"},
                                        {"ed. and tr.", "edt"},
                                        {"comp. e trad.", "com"},
                                        {"Organizadora", "org"},
                                        {"Coord.", "edt"},
                                        {"prefácio", "aui"},
                                        {"former owner.", "fmo"},
                                        {"Fotógrafo.", "pht"},
                                        {"author", "aut"},
                                        {"baron von der.", ""},
                                        {"", ""},
                                        {"e", ""}}) {
    EXPECT_EQ(relator_of_term(term), code) << term;
  }
}

TEST(MarcRelators, CodesComeBareOrAsAddresses) {
  EXPECT_EQ(relator_of_code("trl"), "trl");
  EXPECT_EQ(relator_of_code("edt."), "edt");
  EXPECT_EQ(relator_of_code("http://id.loc.gov/vocabulary/relators/ill"), "ill");
  EXPECT_EQ(relator_of_code("qqq"), "");
  EXPECT_EQ(relator_of_code(""), "");
}

TEST(MarcRelators, EveryTermLeadsToACodeThatTheCatalogueKnows) {
  std::istringstream terms(
      "abridger|ator|adapter|posfácio|annotator|architect|arranger|artist|associated name|"
      "attributed name|introdução|screenwriter|author|binding designer|book designer|binder|"
      "bookseller|colorist|commentator|composer|compiler|capa|copyright holder|"
      "correspondent|contributor|cartographer|curator|defendant|donor|draftsman|director|"
      "dedicatee|supposed author|editor|engraver|former owner|honoree|illustrator|inscriber|"
      "issuing body|interviewee|interviewer|librettist|lithographer|lyricist|narrator|"
      "organizador|publishing director|publisher|revisor|photographer|praeses|performer|"
      "printer|respondent|reporter|signer|sponsor|orientador|transcriber|translator|"
      "wood engraver|");
  for (std::string term; std::getline(terms, term, '|');) {
    EXPECT_TRUE(catalog::is_relator(relator_of_term(term))) << term;
  }
}

TEST(MarcLanguages, CodesBecomeTheShortestBcp47Tag) {
  for (const auto& [code, tag] : Pairs{{"por", "pt"},
                                       {"POR", "pt"},
                                       {"eng", "en"},
                                       {"ger", "de"},
                                       {"deu", "de"},
                                       {"chi", "zh"},
                                       {"gmh", "gmh"},
                                       {"scr", "hr"},
                                       {"aar", "aa"},
                                       {"zza", "zza"},
                                       {"poreng", "pt"},
                                       {"mul", ""},
                                       {"und", ""},
                                       {"zxx", ""},
                                       {"|||", ""},
                                       {"   ", ""},
                                       {"po", ""},
                                       {"xxx", ""},
                                       {"", ""}}) {
    EXPECT_EQ(language_of_marc(code), tag) << code;
  }
}

TEST(MarcLanguages, EveryThreeLettersGiveNothingOrAWellFormedTag) {
  std::size_t known = 0;
  std::string code = "aaa";
  for (code[0] = 'a'; code[0] <= 'z'; ++code[0]) {
    for (code[1] = 'a'; code[1] <= 'z'; ++code[1]) {
      for (code[2] = 'a'; code[2] <= 'z'; ++code[2]) {
        const std::string tag(language_of_marc(code));
        if (tag.empty()) continue;
        ++known;
        EXPECT_EQ(catalog::canonical_language_tag(tag), tag) << code;
      }
    }
  }
  EXPECT_EQ(known, 531U);
}

}  // namespace
}  // namespace formats_marc_text_test
