#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/text.hpp"
#include "catalog/search_query.hpp"
#include "catalog/search_words.hpp"

namespace catalog_search_query_test {
namespace {

using catalog::append_search_words;
using catalog::parse_search;
using catalog::SearchTerm;
using Views = std::vector<std::string_view>;

Views search_words(std::string_view folded) {
  Views words;
  append_search_words(words, folded);
  return words;
}

// One term after the other: "-" absent, "titulo:" its field, words joined by "+", "*" open.
std::string shown(std::string_view text) {
  std::string out;
  for (const SearchTerm& term : parse_search(text).terms) {
    static const std::vector<std::string> fields{"", "title:", "author:", "publisher:", "subject:"};
    out += out.empty() ? "" : " ";
    out += term.demand == SearchTerm::Demand::absent ? "-" : "";
    out += fields[static_cast<std::size_t>(term.field)];
    for (std::size_t i = 0; i < term.words.size(); ++i) {
      out += (i > 0 ? "+" : "") + term.words[i];
    }
    out += term.end == SearchTerm::End::open ? "*" : "";
  }
  return out;
}

TEST(SearchWords, StandBetweenSpaces) {
  EXPECT_EQ(search_words("o senhor dos aneis"), (Views{"o", "senhor", "dos", "aneis"}));
  EXPECT_EQ(search_words("  a  b "), (Views{"a", "b"}));
  EXPECT_EQ(search_words(""), Views{});
  EXPECT_EQ(search_words("война и мир"), (Views{"война", "и", "мир"}));
}

TEST(SearchWords, CharactersOfScriptsWithoutSpacesAreWords) {
  EXPECT_EQ(search_words("源氏物語"), (Views{"源", "氏", "物", "語"}));
  EXPECT_EQ(search_words("ノルウェイの森"), (Views{"ノ", "ル", "ウ", "ェ", "イ", "の", "森"}));
  EXPECT_EQ(search_words("novo 源氏abc 1"), (Views{"novo", "源", "氏", "abc", "1"}));
  EXPECT_EQ(search_words("abc源1"), (Views{"abc", "源", "1"}));
  EXPECT_EQ(search_words("한국 문학"), (Views{"한국", "문학"}));
  EXPECT_EQ(search_words("𠮷野"), (Views{"𠮷", "野"}));
}

TEST(SearchWords, MarksStayWithTheirCharacter) {
  EXPECT_EQ(search_words(base::fold("ที่นี่")), (Views{"ที่", "นี่"}));
  EXPECT_EQ(search_words("か\u309Aき"), (Views{"か\u309A", "き"}));
}

TEST(SearchWords, AreCutAtACodePoint) {
  const std::string longest(catalog::search_word_bytes_max, 'x');
  EXPECT_EQ(search_words(longest + "y z"), (Views{longest, "z"}));
  EXPECT_EQ(search_words(longest.substr(1) + "\u0436\u0436"), Views{longest.substr(1)});
}

TEST(ParseSearch, WordsAreFoldedAndTheLastIsOpen) {
  EXPECT_EQ(shown("Dom CASMURRO"), "dom casmurro*");
  EXPECT_EQ(shown("  Ação\tpolítica \n"), "acao politica*");
  EXPECT_EQ(shown("Joa\u0303o"), "joao*");
  EXPECT_EQ(shown("l'été"), "l ete*");
  EXPECT_EQ(shown("guarda-chuva"), "guarda chuva*");
  EXPECT_EQ(shown("sertão, veredas!"), "sertao veredas*");
}

TEST(ParseSearch, NothingHasNoTerms) {
  for (const std::string text : {"", "  ", "\u00A0"}) {
    EXPECT_EQ(shown(text), "") << text;
  }
}

// No book has them as a word, so they find nothing.
TEST(ParseSearch, SignsAloneAreAWordOfTheirOwn) {
  for (const std::string text : {"-", "--", "\"", "\"\"", "- -", "...", "-\"", "\u201C\u201D",
                                 "-\"\"", "\xFF\xFE", ":", "-:", "autor:\"", "???"}) {
    EXPECT_EQ(shown(text), "?") << text;
  }
}

TEST(ParseSearch, SomeSignsMakeWordsOfTheirOwn) {
  EXPECT_EQ(shown("C++ avançado"), "c++ avancado*");
  EXPECT_EQ(shown("c# .NET"), "c# .net*");
  EXPECT_EQ(shown("5+, jogos"), "5+ jogos*");
  EXPECT_EQ(shown("\"C++\""), "c++");
  EXPECT_EQ(shown("l&pm"), "l pm*");
  EXPECT_EQ(shown("fim. a+b"), "fim a b*");
}

TEST(ParseSearch, APhraseIsOneWholeTerm) {
  EXPECT_EQ(shown("\"Memórias póstumas\""), "memorias+postumas");
  EXPECT_EQ(shown("“Memórias póstumas” Brás"), "memorias+postumas bras*");
  EXPECT_EQ(shown("«dom casmurro»"), "dom+casmurro");
  EXPECT_EQ(shown("„dom casmurro“ x"), "dom+casmurro x*");
  EXPECT_EQ(shown("\"dom\"\"casmurro\""), "dom casmurro");
  EXPECT_EQ(shown("machado \"dom casmurro\""), "machado dom+casmurro");
  EXPECT_EQ(shown("\" - \" casmurro"), "casmurro*");
}

TEST(ParseSearch, TheLastWordOfAPhraseThatIsBeingTypedIsOneLikeOthers) {
  EXPECT_EQ(shown("assis \"memorias postumas de bra"), "assis memorias+postumas+de bra*");
  EXPECT_EQ(shown("titulo:\"memorias postumas"), "title:memorias title:postumas*");
  EXPECT_EQ(shown("\"memorias"), "memorias*");
  EXPECT_EQ(shown("\"978 85-359-1484 9"), "9788535914849");
  EXPECT_EQ(shown("sol -\"dom casmurro"), "sol -dom+casmurro");
}

TEST(ParseSearch, AQuoteInsideATokenOpensNothing) {
  EXPECT_EQ(shown("12\" vinil brasil"), "12 vinil brasil*");
  EXPECT_EQ(shown("dom\"casmurro"), "dom casmurro*");
}

TEST(ParseSearch, AMinusBeforeATokenMakesItAbsent) {
  EXPECT_EQ(shown("machado -casmurro"), "machado -casmurro");
  EXPECT_EQ(shown("-\"dom casmurro\" machado"), "-dom+casmurro machado*");
  EXPECT_EQ(shown("sol -guarda-chuva"), "sol -guarda+chuva");
  EXPECT_EQ(shown("sol -autor:machado"), "sol -author:machado");
  EXPECT_EQ(shown("sol -titulo:\"dom casmurro\""), "sol -title:dom+casmurro");
}

TEST(ParseSearch, AMinusBeforeADigitIsADash) {
  EXPECT_EQ(shown("Navegador, Pedro Álvares, -1520?"), "navegador pedro alvares 1520*");
  EXPECT_EQ(shown("sol -9788535902778"), "sol 9788535902778*");
}

TEST(ParseSearch, WhoOnlyExcludesMeansTheWords) {
  EXPECT_EQ(shown("-casmurro"), "casmurro");
  EXPECT_EQ(shown("-dom -casmurro"), "dom casmurro");
}

TEST(ParseSearch, OtherDashesAreNoMinus) {
  EXPECT_EQ(shown("memoria - historia"), "memoria historia*");
  EXPECT_EQ(shown("memoria -- historia"), "memoria historia*");
  EXPECT_EQ(shown("memoria --historia"), "memoria historia*");
  EXPECT_EQ(shown("memoria \u2013historia"), "memoria historia*");
  EXPECT_EQ(shown("\"Porto\"-Lisboa"), "porto lisboa*");
}

TEST(ParseSearch, FieldsAreNamedInAnyCase) {
  EXPECT_EQ(shown("autor:Machado"), "author:machado*");
  EXPECT_EQ(shown("TÍTULO:casmurro x"), "title:casmurro x*");
  EXPECT_EQ(shown("ti\u0301tulo:casmurro x"), "title:casmurro x*");
  EXPECT_EQ(shown("assunto:\"ficção científica\" editora:abril"),
            "subject:ficcao+cientifica publisher:abril*");
  EXPECT_EQ(shown("author:a title:b subject:c publisher:d"),
            "author:a title:b subject:c publisher:d*");
  EXPECT_EQ(shown("titulo:guarda-chuva"), "title:guarda title:chuva*");
}

TEST(ParseSearch, OtherPrefixesAreWords) {
  EXPECT_EQ(shown("capitulo:um"), "capitulo um*");
  EXPECT_EQ(shown("http://example.org"), "http example org*");
  EXPECT_EQ(shown("autor: machado"), "autor machado*");
  EXPECT_EQ(shown("autor:"), "autor*");
  EXPECT_EQ(shown("autor:titulo:x"), "author:titulo author:x*");
  EXPECT_EQ(shown("\"autor:machado\""), "autor+machado");
}

TEST(ParseSearch, AnIsbnIsThirteenDigits) {
  for (const std::string text :
       {"9788535902778", "978-85-359-0277-8", "978 85 359 0277 8", "8535902775", "85-359-0277-5",
        " 85 359 0277 5 ", "\"978-85-359-0277-8\"", "978\u201385\u2013359\u20130277\u20138",
        "978\u00A085\u00A0359\u00A00277\u00A08", "ISBN 978-85-359-0277-8", "isbn: 8535902775"}) {
    EXPECT_EQ(shown(text), "9788535902778") << text;
  }
  EXPECT_EQ(shown("080442957x"), "9780804429573");
  EXPECT_EQ(shown("casmurro 85-359-0277-5 dom"), "casmurro 9788535902778 dom*");
  EXPECT_EQ(shown("isbn:85-359-0277-5 dom"), "9788535902778 dom*");
}

TEST(ParseSearch, ANumberWithAWrongCheckDigitIsOneWord) {
  EXPECT_EQ(shown("9788535902779"), "9788535902779");
  EXPECT_EQ(shown("978-85-359-0277-9"), "9788535902779");
  EXPECT_EQ(shown("isbn 9788535902779"), "9788535902779");
  EXPECT_EQ(shown("ISBN-13: 978-85-359-0277-9"), "9788535902779");
  EXPECT_EQ(shown("autor:9788535902778"), "author:9788535902778*");
}

TEST(ParseSearch, ARunWithoutSpacesIsAPhrase) {
  EXPECT_EQ(shown("源氏物語"), "源+氏+物+語");
  EXPECT_EQ(shown("源氏 物語"), "源+氏 物+語");
  EXPECT_EQ(shown("源氏\u3000novo"), "源+氏 novo*");
  EXPECT_EQ(shown("autor:村上-春"), "author:村+上 author:春*");
}

// A title is recognised by its words in their order.
TEST(ParseSearch, WhatIsAskedTwiceStaysInItsPlaces) {
  EXPECT_EQ(shown("dom casmurro Dom"), "dom casmurro dom*");
  EXPECT_EQ(shown("dom -dom titulo:dom"), "dom -dom title:dom*");
}

TEST(ParseSearch, StopsAtItsLimits) {
  std::string many;
  for (int i = 0; i < 100; ++i) {
    many += "w" + std::to_string(i) + " ";
  }
  const auto words = parse_search(many);
  EXPECT_EQ(words.terms.size(), catalog::search_terms_max);
  EXPECT_EQ(words.terms.back().end, SearchTerm::End::whole);
  const auto phrase = parse_search("x \"" + many);
  ASSERT_EQ(phrase.terms.size(), 2U);
  EXPECT_EQ(phrase.terms.back().words.size(), catalog::search_words_max - 1);
}

TEST(SearchText, IsReadAsTheSameQueryAgain) {
  for (const std::string_view text :
       {"dom casmurro", "\"dom casmurro\" -helena", "autor:machado -titulo:\"a mão\" luva",
        "源氏物語", "9788535902778", "assunto:mar editora:\"livros do brasil\"",
        "o rato roeu o rei", "dom -dom titulo:dom", "", "auto-estrada", "c++ .net",
        "\"dom\" casmurro", "autor:jean-paul sartre"}) {
    const auto query = parse_search(text);
    EXPECT_EQ(parse_search(catalog::search_text(query)), query) << text;
  }
}

TEST(ParseSearch, AnyBytesWillDo) {
  EXPECT_EQ(shown(std::string("dom\0casmurro", 12)), "dom casmurro*");
  EXPECT_EQ(shown("dom\xFF\xC3 casmurro\xE6"), "dom casmurro*");
  EXPECT_EQ(shown("a -\xFFx"), "a x*");
  for (const char c : {'"', '-', ':', '\xE3', 'x', '\0'}) {
    EXPECT_LE(parse_search(std::string(catalog::search_bytes_max, c)).terms.size(), 1U);
  }
}

}  // namespace
}  // namespace catalog_search_query_test
