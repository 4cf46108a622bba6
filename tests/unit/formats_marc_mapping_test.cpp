// What each MARC field becomes in a book, on records made for the purpose.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/text.hpp"
#include "catalog/limits.hpp"
#include "support/format_reading.hpp"
#include "support/marc_builder.hpp"

namespace formats_marc_mapping_test {
namespace {

using catalog::BookFields;
using catalog::Contributor;
using catalog::Identifier;
using catalog::IdentifierType;
using catalog::Series;
using support::MarcBuilder;
using Texts = std::vector<std::string>;

BookFields book_of(const MarcBuilder& builder) { return support::marc_book(builder); }

using support::language_008;
using support::titled;
using support::with;

BookFields with_title(std::string_view content) {
  MarcBuilder builder;
  return book_of(builder.field("245", content));
}

// ---- titles and series --------------------------------------------------------------------------

TEST(MarcTitle, SubtitleComesFromBAndTheMarksGo) {
  const auto book =
      with_title("10$aNeoliberalismo :$breestruturação produtiva /$cRicardo Antunes.");
  EXPECT_EQ(book.title, "Neoliberalismo");
  EXPECT_EQ(book.subtitle, "reestruturação produtiva");
}

TEST(MarcTitle, PartsAreJoinedIntoTheTitle) {
  EXPECT_EQ(with_title("10$aAnais.$n2,$pHistória /$cX.").title, "Anais. 2, História");
  EXPECT_EQ(with_title("10$aAnais :$bsubtítulo.$nParte 2 /$cX.").title, "Anais. Parte 2");
  EXPECT_EQ(with_title("10$aCaminho do Oriente.$pGuia histórico /").title,
            "Caminho do Oriente. Guia histórico");
  EXPECT_EQ(with_title("10$aObras$h[microforma] ;$n3").title, "Obras. 3");
}

TEST(MarcTitle, ATitleSuppliedInBracketsLosesThem) {
  EXPECT_EQ(with_title("10$a[Cartas a um amigo].").title, "Cartas a um amigo");
  EXPECT_EQ(with_title("10$a[Cartas :$ba um amigo]").subtitle, "a um amigo");
}

TEST(MarcTitle, TheUniformTitleOfATranslationIsTheOriginalTitle) {
  EXPECT_EQ(with("240", "10$aInterférence du kimbundu.$lPortuguese").original_title,
            "Interférence du kimbundu");
  EXPECT_EQ(with("130", "0 $aDe expugnatione Lyxbonensi.$lPortuguese.").original_title,
            "De expugnatione Lyxbonensi");
  EXPECT_EQ(book_of(titled().field("041", "1 $apor$heng").field("240", "10$aWuthering heights"))
                .original_title,
            "Wuthering heights");
}

TEST(MarcTitle, AUniformTitleThatOnlyGathersEditionsIsNone) {
  EXPECT_EQ(with("240", "10$aCódigo penal (1940)").original_title, "");
  EXPECT_EQ(with("240", "10$aWorks.$lPortuguese.$kSelections").original_title, "");
  EXPECT_EQ(with("240", "10$aLaws, etc.$lPortuguese").original_title, "");
}

TEST(MarcSeries, TheSeriesAsPrintedIsPreferred) {
  const auto book = book_of(titled()
                                .field("490", "1 $aColeção História ;$v31")
                                .field("830", " 0$aColeção História (Porto Alegre) ;$v31."));
  EXPECT_EQ(book.series, (Series{"Coleção História", "31"}));
}

TEST(MarcSeries, OlderAndNameTitleEntriesStandIn) {
  EXPECT_EQ(with("440", " 0$aSaúde em debate;$v125").series, (Series{"Saúde em debate", "125"}));
  EXPECT_EQ(with("830", " 0$aSelo universidade.$pMeio ambiente.").series,
            (Series{"Selo universidade. Meio ambiente", ""}));
  EXPECT_EQ(with("800", "1 $aSarmento, F. M.$tWorks.$f1998 ;$v1.").series, (Series{"Works", "1"}));
  EXPECT_EQ(with("490", "0 $a ;$v3").series, std::nullopt);
}

// ---- names --------------------------------------------------------------------------------------

TEST(MarcNames, TheMainEntryIsTheAuthorInItsCataloguedForm) {
  const auto book = with("100", "1 $aAssis, Machado de,$d1839-1908.");
  EXPECT_EQ(book.author, "Assis, Machado de");
  EXPECT_EQ(book.contributors, (std::vector<Contributor>{{"Assis, Machado de", "aut"}}));
}

TEST(MarcNames, NumerationAndTitlesStayDatesAndFullFormsGo) {
  EXPECT_EQ(with("100", "0 $aJoão Paulo$bII,$cPapa,$d1920-2005.").author, "João Paulo II, Papa");
  EXPECT_EQ(with("100", "1 $aPedrosa, J. F. Maya$q(José Fernando de Maya)").author,
            "Pedrosa, J. F. Maya");
}

TEST(MarcNames, BodiesKeepTheirSubordinateUnitsAndMeetingsTheirNumberDateAndPlace) {
  EXPECT_EQ(with("110", "1 $aUberaba (Minas Gerais, Brazil).$bCâmara Municipal.").author,
            "Uberaba (Minas Gerais, Brazil). Câmara Municipal");
  EXPECT_EQ(
      with("111", "2 $aEncontro de Laranjeiras$n(21st :$d1996 :$cLaranjeiras, Brazil)").author,
      "Encontro de Laranjeiras (21st : 1996 : Laranjeiras, Brazil)");
  EXPECT_EQ(with("110", "1 $aBrazil.$tConstituição (1988)").author, "Brazil");
}

TEST(MarcNames, RolesComeFromCodesThenFromTerms) {
  const auto book = book_of(titled()
                                .field("100", "1 $aLetria, José Jorge.")
                                .field("700", "1 $aLetria, André,$eill.")
                                .field("700", "1 $aSilva, Ana,$etradutora,$4edt")
                                .field("700", "1 $aPaulo, Jorge Ferreira.")
                                .field("710", "2 $aFundação Bienal de São Paulo."));
  EXPECT_EQ(book.contributors, (std::vector<Contributor>{{"Letria, José Jorge", "aut"},
                                                         {"Letria, André", "ill"},
                                                         {"Silva, Ana", "edt"},
                                                         {"Paulo, Jorge Ferreira", "aut"},
                                                         {"Fundação Bienal de São Paulo", "ctb",
                                                          catalog::ContributorKind::body}}));
  EXPECT_EQ(book.author, "Letria, José Jorge; Paulo, Jorge Ferreira");
}

TEST(MarcNames, TermsOfPortugueseAndBrazilianRulesAreKnown) {
  for (const auto& [term, role] : std::vector<std::pair<std::string, std::string>>{
           {"editor literário", "edt"},
           {"ed. lit.", "edt"},
           {"Eds. lit.", "edt"},
           {"diagramação", "bkd"},
           {"dir.", "drt"},
           {"direção", "drt"},
           {"posf.", "aft"},
           {"apres.", "aui"},
           {"supervisão", "edt"},
           {"coord.", "edt"},
           {"coordenação editorial", "edt"},
           {"org.", "org"},
           {"organizadores", "org"},
           {"orgs.", "org"},
           {"trad.", "trl"},
           {"tradutoras", "trl"},
           {"trad. e notas", "trl"},
           {"tradução do inglês", "trl"},
           {"com ilustrações de", "ill"},
           {"il.", "ill"},
           {"pref.", "aui"},
           {"autor do prefácio", "aui"},
           {"introd.", "aui"},
           {"fot.", "pht"},
           {"rev. téc.", "sad"},
           {"revisão técnica", "sad"},
           {"revisão da tradução", "pfr"},
           {"comp.", "com"},
           {"sel.", "com"},
           {"capa", "cov"},
           {"design da capa", "cov"},
           {"projeto gráfico", "bkd"},
           {"arranjo gráfico", "bkd"},
           {"entrev.", "ivr"},
           {"orient.", "ths"},
           {"colab.", "ctb"},
           {"dir. col.", "pbd"},
           {"roteiro", "aus"},
           {"adapt.", "adp"},
           {"reconto", "adp"},
           {"co-org.", "org"},
           {"author of foreword", "aui"},
           {"coautor", "aut"},
           {"co-autora", "aut"},
           {"autor da capa dura", "ctb"},
           {"padrinho", "ctb"},
           {"xyz", "ctb"},
       }) {
    const auto book = book_of(
        titled().field("100", "1 $aAssis, Machado de").field("700", "1 $aSilva, Ana,$e" + term));
    ASSERT_EQ(book.contributors.size(), 2U) << term;
    EXPECT_EQ(book.contributors[1].role, role) << term;
    EXPECT_EQ(book.author == "Assis, Machado de", role != "aut") << term;
  }
}

TEST(MarcNames, CodesOfAnyCaseAreKnownAndUnknownOnesMakeNoAuthor) {
  for (const auto& [code, role] : std::vector<std::pair<std::string, std::string>>{
           {"TRL", "trl"},
           {"Ill.", "ill"},
           {"http://id.loc.gov/vocabulary/relators/EDT", "edt"},
           {"730", "trl"},
           {"070", "aut"},
           {"zzz", "ctb"},
           {"999", "ctb"},
           {" ", "aut"},
       }) {
    EXPECT_EQ(with("700", "1 $aSilva, Ana$4" + code).contributors.at(0).role, role) << code;
  }
  EXPECT_EQ(with("700", "1 $aSilva, Ana,$etradutora$4zzz").contributors.at(0).role, "trl");
  EXPECT_EQ(with("711", "2 $aCongresso$jpadrinho").contributors.at(0).role, "ctb");
  EXPECT_EQ(with("100", "1 $aSilva, Ana,$epadrinho").author, "Silva, Ana");
}

TEST(MarcNames, OnePersonWithTwoRolesIsListedTwiceAndNamedOnce) {
  const auto book = with("100", "1 $aQuental, Joana,$eauthor,$eillustrator.");
  EXPECT_EQ(book.contributors,
            (std::vector<Contributor>{{"Quental, Joana", "aut"}, {"Quental, Joana", "ill"}}));
  EXPECT_EQ(book.author, "Quental, Joana");
}

TEST(MarcNames, WithoutAnyAuthorEverybodyIsNamed) {
  const auto book = book_of(titled()
                                .field("700", "1 $aGalvão, Loren,$eorganizadora.")
                                .field("700", "1 $aDíaz, Juan,$eorganizador."));
  EXPECT_EQ(book.author, "Galvão, Loren; Díaz, Juan");
}

TEST(MarcNames, AddedEntriesForWorksAreNotContributors) {
  const auto book = book_of(titled()
                                .field("100", "1 $aNascimento, Alfredo,$d1943-")
                                .field("700", "1 $aMartins, Teixeira.$tApontamentos."));
  EXPECT_EQ(book.contributors.size(), 1U);
}

TEST(MarcNames, TheStatementOfResponsibilityStandsInForMissingEntries) {
  EXPECT_EQ(with_title("00$aContos /$cpor Emilio Saenz ; ilustrações de X.").author,
            "Emilio Saenz");
  EXPECT_EQ(with_title("00$aContos /$c[Eduardo Bueno].").author, "Eduardo Bueno");
  EXPECT_TRUE(with_title("00$aContos /$cEduardo Bueno.").contributors.empty());
}

TEST(MarcNames, ABookWithoutAnyNameIsAnonymousOnPurpose) {
  EXPECT_EQ(with_title("00$aBaile na roça :$bcoreografias.").author, std::nullopt);
}

TEST(MarcNames, MoreNamesThanFitAreLeftOutWhole) {
  MarcBuilder builder = titled();
  for (int i = 100; i < 250; ++i) {
    builder.field("700", "1 $aPessoa Número, " + std::to_string(i) + ".");
  }
  const auto book = book_of(builder);
  EXPECT_EQ(book.contributors.size(), catalog::limits::contributors_max);
  ASSERT_TRUE(book.author.has_value());
  EXPECT_LE(base::code_points(*book.author), catalog::limits::author_max);
  // 25 names of 18 code points and 24 separators of two.
  EXPECT_TRUE(book.author->ends_with("; Pessoa Número, 124")) << *book.author;
}

// ---- numbers ------------------------------------------------------------------------------------

TEST(MarcNumbers, TheFirstValidIsbnIsTheBooksAndTheOthersFollow) {
  const auto book = book_of(titled()
                                .field("020", "  $a8586921025 (v. 1)")
                                .field("020", "  $a85-86921-01-7 (v. 2) :$cR$20,00")
                                .field("020", "  $a9788586921025"));
  ASSERT_TRUE(book.isbn.has_value());
  EXPECT_EQ(book.isbn->digits(), "9788586921025");
  ASSERT_EQ(book.other_isbns.size(), 1U);
  EXPECT_EQ(book.other_isbns[0].digits(), "9788586921018");
}

TEST(MarcNumbers, WrongAndCancelledIsbnsAreKeptAsTheyArePrinted) {
  const auto book = book_of(titled()
                                .field("020", "  $a9726101775 (brochado)")
                                .field("020", "  $a9726101778$z9727101775")
                                .field("020", "  $c12.00"));
  ASSERT_TRUE(book.isbn.has_value());
  EXPECT_EQ(book.isbn->digits(), "9789726101772");
  EXPECT_EQ(book.identifiers,
            (std::vector<Identifier>{{IdentifierType::invalid_isbn, "9726101775"},
                                     {IdentifierType::invalid_isbn, "9727101775"}}));
}

TEST(MarcNumbers, MoreIsbnsThanFitAreLeftOut) {
  MarcBuilder builder = titled();
  for (int i = 0; i < 40; ++i) {
    std::string digits = "9788500000" + std::to_string(10 + i);
    int sum = 0;
    for (std::size_t k = 0; k < digits.size(); ++k) sum += (digits[k] - '0') * (k % 2 == 0 ? 1 : 3);
    builder.field("020", "  $a" + digits + std::to_string((10 - sum % 10) % 10));
  }
  EXPECT_EQ(book_of(builder).other_isbns.size(), catalog::limits::other_isbns_max);
}

TEST(MarcNumbers, ControlNumbersBecomeIdentifiers) {
  const auto book = book_of(titled()
                                .field("010", "  $a   00288155 //r90")
                                .field("022", "  $a0103-2003 (impresso)")
                                .field("024", "7 $a10.1000/182$2doi")
                                .field("035", "  $a(OCoLC)ocm00045494")
                                .field("035", "  $a(PoLiLP)lp1998023342.0"));
  EXPECT_EQ(book.identifiers, (std::vector<Identifier>{{IdentifierType::lccn, "00288155"},
                                                       {IdentifierType::issn, "0103-2003"},
                                                       {IdentifierType::doi, "10.1000/182"},
                                                       {IdentifierType::oclc, "45494"}}));
}

TEST(MarcNumbers, DeweyNumbersLoseTheirCuttingMarks) {
  EXPECT_EQ(with("082", "00$a869.2/42$221").cdd, "869.242");
  EXPECT_EQ(with("082", "00$a981′.52′0072").cdd, "981.520072");
  EXPECT_EQ(with("080", "  $a821.134.3(81)-31").cdu, "821.134.3(81)-31");
}

TEST(MarcLanguage, TheCodedLanguageIsPreferredAndOld041sRunCodesTogether) {
  EXPECT_EQ(
      book_of(titled().control("008", language_008("por")).field("041", "0 $aengpor")).language,
      "pt");
  EXPECT_EQ(
      book_of(titled().control("008", language_008("mul")).field("041", "0 $aengpor")).language,
      "en");
  EXPECT_EQ(book_of(titled().control("008", language_008("|||"))).language, "");
  EXPECT_EQ(with("041", "07$apt$2iso639-1").language, "");
}

TEST(MarcLanguage, TheOriginalLanguageFollowsIntermediateOnes) {
  EXPECT_EQ(with("041", "1 $apor$hjpn").original_language, "ja");
  EXPECT_EQ(with("041", "1 $aeng$hgerswe").original_language, "sv");
  EXPECT_EQ(with("041", "0 $apor").original_language, "");
}

TEST(MarcSubjects, SubdivisionsAreJoinedByDashes) {
  const auto book =
      book_of(titled()
                  .field("600", "00$aMiguel$bI,$cKing of Portugal,$d1802-1866$vDrama.")
                  .field("610", "10$aUberaba (Brazil).$bCâmara Municipal$xHistory.")
                  .field("630", "00$aBible.$pN.T.$xCriticism, interpretation, etc.")
                  .field("650", " 0$aPress$zBrazil$zEspírito Santo (State)$xHistory.")
                  .field("651", " 7$aRecife (Brazil)$2fast$0(OCoLC)fst01206291")
                  .field("653", "  $aQueijadas.$aSintra"));
  EXPECT_EQ(book.subjects, (Texts{"Miguel I, King of Portugal, 1802-1866 -- Drama",
                                  "Uberaba (Brazil). Câmara Municipal -- History",
                                  "Bible. N.T. -- Criticism, interpretation, etc.",
                                  "Press -- Brazil -- Espírito Santo (State) -- History",
                                  "Recife (Brazil)", "Queijadas", "Sintra"}));
}

TEST(MarcSubjects, RepeatedOnesAreKeptOnceAndTheRestIsCutOff) {
  MarcBuilder builder = titled();
  builder.field("650", " 0$aCulture.").field("650", " 2$aCulture");
  for (int i = 0; i < 80; ++i) builder.field("650", " 0$aTerm " + std::to_string(i) + ".");
  const auto book = book_of(builder);
  EXPECT_EQ(book.subjects.size(), catalog::limits::terms_max);
  EXPECT_EQ(book.subjects[0], "Culture");
  EXPECT_EQ(book.subjects[1], "Term 0");
}

TEST(MarcSynopsis, EverySummaryIsTakenAndNoAdvice) {
  EXPECT_EQ(book_of(titled()
                        .field("520", "4 $aContém violência.")
                        .field("520", "  $aUm advogado recorda a vida.$bE duvida dela.")
                        .field("520", "  $aOutro."))
                .synopsis,
            "Um advogado recorda a vida. E duvida dela.\n\nOutro.");
}

TEST(MarcBook, TextBeyondTheLimitsIsCutAndTheRecordKept) {
  const std::string endless(3000, 'x');
  const auto book =
      book_of(MarcBuilder()
                  .field("245", "10$a" + endless + " :$b" + endless + " /$c" + endless)
                  .field("260", "  $a" + endless + " :$b" + endless)
                  .field("490", "0 $a" + endless + " ;$v" + endless)
                  .field("250", "  $a" + endless)
                  .field("650", " 0$a" + endless)
                  .field("020", "  $z" + std::string(3000, '1')));
  EXPECT_EQ(book.title.size(), catalog::limits::title_max);
  EXPECT_EQ(book.subtitle.size(), catalog::limits::subtitle_max);
  EXPECT_EQ(book.author.value_or("").size(), catalog::limits::author_max);
  EXPECT_EQ(book.place.size(), catalog::limits::place_max);
  EXPECT_EQ(book.publisher.size(), catalog::limits::publisher_max);
  EXPECT_EQ(book.edition.size(), catalog::limits::edition_max);
  ASSERT_TRUE(book.series.has_value());
  EXPECT_EQ(book.series->name.size(), catalog::limits::series_name_max);
  EXPECT_EQ(book.series->volume, "");
  EXPECT_EQ(book.subjects.at(0).size(), catalog::limits::term_max);
  EXPECT_EQ(book.identifiers.at(0).value.size(), catalog::limits::identifier_value_max);
}

TEST(MarcBook, FieldsOfBlanksAreAbsentAndRefuseNothing) {
  const std::string blank = "\xC2\xA0";  // no-break space: trimmed as white space
  const auto book = book_of(titled()
                                .field("100", "1 $a" + blank)
                                .field("490", "0 $a" + blank + "$v3")
                                .field("020", "  $a" + blank)
                                .field("010", "  $a" + blank)
                                .field("650", " 0$a" + blank)
                                .field("520", "  $a" + blank));
  EXPECT_EQ(book.author, std::nullopt);
  EXPECT_TRUE(book.contributors.empty());
  EXPECT_TRUE(book.identifiers.empty());
  EXPECT_TRUE(book.subjects.empty());
  EXPECT_EQ(book.series, std::nullopt);
}

TEST(MarcBook, DecomposedLettersBecomeComposedOnes) {
  EXPECT_EQ(with_title("10$aA educac\xCC\xA7"
                       "a\xCC\x83o e o futuro")
                .title,
            "A educação e o futuro");
}

}  // namespace
}  // namespace formats_marc_mapping_test
