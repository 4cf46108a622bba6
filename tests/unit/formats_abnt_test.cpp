// References after ABNT NBR 6023:2018, rule by rule.
#include <gtest/gtest.h>

#include "formats/abnt.hpp"
#include "formats/abnt_parts.hpp"
#include "formats/name_parts.hpp"

namespace formats_abnt_test {
namespace {

using catalog::BookFields;
using formats::abnt_edition;
using formats::abnt_reference;
using formats::ReferenceForm;

BookFields casmurro() {
  BookFields fields;
  fields.title = "Dom Casmurro";
  fields.author = "Machado de Assis";
  fields.contributors = {{"Assis, Machado de"}};
  fields.place = "Rio de Janeiro";
  fields.publisher = "Garnier";
  fields.year = 1899;
  return fields;
}

std::string by(std::vector<catalog::Contributor> names) {
  BookFields fields = casmurro();
  fields.author.reset();
  fields.contributors = std::move(names);
  const std::string reference = abnt_reference(fields);
  return reference.substr(0, reference.find("Dom Casmurro"));
}

std::string entry_of(std::string title) {
  BookFields fields = casmurro();
  fields.author.reset();
  fields.contributors.clear();
  fields.title = std::move(title);
  const std::string reference = abnt_reference(fields);
  return reference.substr(0, reference.find(" Rio de Janeiro"));
}

std::string imprint_of(const BookFields& fields, ReferenceForm form = {}) {
  return abnt_reference(fields, form)
      .substr(std::string("ASSIS, Machado de. Dom Casmurro. ").size());
}

TEST(Abnt, ABookHasAuthorTitlePlacePublisherAndYear) {
  EXPECT_EQ(abnt_reference(casmurro()),
            "ASSIS, Machado de. Dom Casmurro. Rio de Janeiro: Garnier, 1899.");
}

TEST(Abnt, TheSurnameIsInCapitalsAndParticlesStayBehind) {
  EXPECT_EQ(by({{"Machado de Assis"}}), "ASSIS, Machado de. ");
  EXPECT_EQ(by({{"José da Silva Neto"}}), "SILVA NETO, José da. ");
  EXPECT_EQ(by({{"Antônio Júnior"}}), "JÚNIOR, Antônio. ");
  EXPECT_EQ(by({{"Platão"}}), "PLATÃO. ");
  EXPECT_EQ(by({{"J.R.R. Tolkien"}}), "TOLKIEN, J.R.R. ");
  EXPECT_EQ(by({{"Assis, Machado de, 1839-1908"}}), "ASSIS, Machado de. ");
  EXPECT_EQ(by({{"García Márquez, Gabriel"}}), "GARCÍA MÁRQUEZ, Gabriel. ");
}

TEST(Abnt, NumeralsSuffixesDatesAndRemarksAreNoSurnames) {
  EXPECT_EQ(by({{"João Paulo II"}}), "JOÃO PAULO II. ");
  EXPECT_EQ(by({{"João Paulo II, Papa"}}), "JOÃO PAULO II, Papa. ");
  EXPECT_EQ(by({{"Dom Pedro II"}}), "DOM PEDRO II. ");
  EXPECT_EQ(by({{"Pedro Bandeira II"}}), "BANDEIRA II, Pedro. ");
  EXPECT_EQ(by({{"Martin Luther King, Jr."}}), "KING JR., Martin Luther. ");
  EXPECT_EQ(by({{"Silva, José da, Jr."}}), "SILVA JR., José da. ");
  EXPECT_EQ(by({{"José Saramago, 1922-2010"}}), "SARAMAGO, José. ");
  EXPECT_EQ(by({{"Júlio Dinis (pseud.)"}}), "DINIS, Júlio. ");
}

TEST(Abnt, UpToThreeAuthorsAreNamedAndOfMoreTheFirst) {
  const std::vector<catalog::Contributor> four{
      {"Souza, Ana"}, {"Lima, Rui"}, {"Dias, Eva"}, {"Reis, Ivo"}};
  EXPECT_EQ(by({four.begin(), four.begin() + 3}), "SOUZA, Ana; LIMA, Rui; DIAS, Eva. ");
  EXPECT_EQ(by(four), "SOUZA, Ana et al. ");
  BookFields fields = casmurro();
  fields.contributors = four;
  EXPECT_TRUE(abnt_reference(fields, {.authors = ReferenceForm::Authors::all})
                  .starts_with("SOUZA, Ana; LIMA, Rui; DIAS, Eva; REIS, Ivo. Dom"));
  EXPECT_TRUE(abnt_reference(fields, {.markup = ReferenceForm::Markup::html})
                  .starts_with("SOUZA, Ana <em>et al.</em> <strong>Dom"));
}

TEST(Abnt, AuthorsOfTheAuthorLineCountWhereNoContributorIsOne) {
  BookFields fields = casmurro();
  fields.author = "Umberto Eco; Aurora Bernardini";
  fields.contributors = {{"Aurora Bernardini", "trl"}};
  EXPECT_EQ(abnt_reference(fields),
            "ECO, Umberto. Dom Casmurro. Tradução: Aurora Bernardini. Rio de Janeiro: Garnier, "
            "1899.");
}

TEST(Abnt, WithoutAuthorsEditorsStandWithTheirFunction) {
  EXPECT_EQ(by({{"Silva, João", "org"}}), "SILVA, João (org.). ");
  EXPECT_EQ(by({{"Silva, João", "edt"}, {"Lima, Rui", "edt"}}), "SILVA, João; LIMA, Rui (ed.). ");
  EXPECT_EQ(by({{"Silva, João", "com"}}), "SILVA, João (comp.). ");
}

TEST(Abnt, OfBodiesAndEventsTheNameIsInCapitals) {
  using enum catalog::ContributorKind;
  EXPECT_EQ(by({{"Brasil. Ministério da Saúde", "aut", body}}), "BRASIL. Ministério da Saúde. ");
  EXPECT_EQ(by({{"Associação Brasileira de Normas Técnicas", "aut", body}}),
            "ASSOCIAÇÃO BRASILEIRA DE NORMAS TÉCNICAS. ");
  EXPECT_EQ(by({{"Congresso de Física, 3., 1998, Natal", "aut", event}}),
            "CONGRESSO DE FÍSICA, 3., 1998, Natal. ");
  EXPECT_EQ(by({{"Congresso de Física (3. : 1998 : Natal, RN)", "aut", event}}),
            "CONGRESSO DE FÍSICA, 3., 1998, Natal, RN. ");
  EXPECT_EQ(by({{"Encontro (10 : 2001)", "aut", event}}), "ENCONTRO, 10., 2001. ");
  EXPECT_EQ(by({{"Partido (Brasil)", "aut", body}}), "PARTIDO (Brasil). ");
}

TEST(Abnt, WithoutAnybodyTheTitleIsTheEntry) {
  EXPECT_EQ(entry_of("As mil e uma noites"), "AS MIL e uma noites.");
  EXPECT_EQ(entry_of("Biblioteca das maravilhas"), "BIBLIOTECA das maravilhas.");
  EXPECT_EQ(entry_of("Pão e vinho"), "PÃO E vinho.");
  EXPECT_EQ(entry_of("Rio de ontem"), "RIO de ontem.");
  EXPECT_EQ(entry_of("Quem sabe"), "QUEM SABE.");
  EXPECT_EQ(entry_of("Ilíada"), "ILÍADA.");
  BookFields fields = casmurro();
  fields.author.reset();
  fields.contributors.clear();
  EXPECT_TRUE(abnt_reference(fields, {.markup = ReferenceForm::Markup::html})
                  .starts_with("DOM CASMURRO. "));
}

TEST(Abnt, OnlyTheTitleIsEmphasised) {
  BookFields fields = casmurro();
  fields.title = "O nome da rosa";
  fields.subtitle = "romance";
  EXPECT_EQ(abnt_reference(fields, {.markup = ReferenceForm::Markup::html}),
            "ASSIS, Machado de. <strong>O nome da rosa</strong>: romance. Rio de Janeiro: Garnier, "
            "1899.");
  EXPECT_EQ(abnt_reference(fields, {.markup = ReferenceForm::Markup::markdown}),
            "ASSIS, Machado de. **O nome da rosa**: romance. Rio de Janeiro: Garnier, 1899.");
}

TEST(Abnt, WhatABookSaysIsNoMarkup) {
  BookFields fields = casmurro();
  fields.title = "<b>*R&D*</b>";
  EXPECT_NE(abnt_reference(fields, {.markup = ReferenceForm::Markup::html})
                .find("<strong>&lt;b&gt;*R&amp;D*&lt;/b&gt;</strong>"),
            std::string::npos);
  EXPECT_NE(abnt_reference(fields, {.markup = ReferenceForm::Markup::markdown})
                .find("**\\<b\\>\\*R\\&D\\*\\</b\\>**"),
            std::string::npos);
}

TEST(Abnt, TheEditionCountsFromTheSecondOn) {
  EXPECT_EQ(abnt_edition("2ª edição"), "2. ed.");
  EXPECT_EQ(abnt_edition("2"), "2. ed.");
  EXPECT_EQ(abnt_edition("2a ed."), "2. ed.");
  EXPECT_EQ(abnt_edition("2nd ed."), "2. ed.");
  EXPECT_EQ(abnt_edition("3. ed., rev. e ampl."), "3. ed. rev. e ampl.");
  EXPECT_EQ(abnt_edition("3ª edição revista e ampliada"), "3. ed. rev. e ampl.");
  EXPECT_EQ(abnt_edition("10.ª ed. atual."), "10. ed. atual.");
  EXPECT_EQ(abnt_edition("1ª edição"), "");
  EXPECT_EQ(abnt_edition("1a ed."), "");
  EXPECT_EQ(abnt_edition("Ed. especial"), "Ed. especial");
  BookFields fields = casmurro();
  fields.edition = "2ª ed.";
  EXPECT_EQ(imprint_of(fields), "2. ed. Rio de Janeiro: Garnier, 1899.");
}

TEST(Abnt, EditionsOfOtherLanguagesCountAndPrintingsDoNot) {
  for (const std::string two : {"2e éd.", "2ème édition", "2. Aufl.", "2nd edition", "2.a ed.",
                                "2ed.", "2.ª edición", "2a. edizione", "2ª"}) {
    EXPECT_EQ(abnt_edition(two), "2. ed.") << two;
  }
  EXPECT_EQ(abnt_edition("2e éd. rev."), "2. ed. rev.");
  EXPECT_EQ(abnt_edition("2nd rev. ed."), "2. ed. rev.");
  EXPECT_EQ(abnt_edition("2nd improved edition"), "2. ed. improved");
  EXPECT_EQ(abnt_edition("2., erw. Aufl."), "2. ed. erw.");
  EXPECT_EQ(abnt_edition("3ª revista e ampliada"), "3. ed. rev. e ampl.");
  EXPECT_EQ(abnt_edition("2ª ed., 3ª impressão"), "2. ed. 3ª impressão");
  EXPECT_EQ(abnt_edition("1re éd."), "");
  for (const std::string words :
       {"2ª impressão", "1ª reimpressão", "3ª tiragem", "2nd printing", "2. reimpr.", "4ª imp.",
        "2ª impressão da 1ª edição", "5º milheiro", "2ª série", "3 volumes", "Ed. especial",
        "50th anniversary edition", "25 anos, edição especial"}) {
    EXPECT_EQ(abnt_edition(words), words);
  }
}

TEST(Abnt, WhatIsNotKnownOfTheImprintIsSaid) {
  BookFields fields = casmurro();
  fields.place.clear();
  EXPECT_EQ(imprint_of(fields), "[S. l.]: Garnier, 1899.");
  fields.publisher.clear();
  EXPECT_EQ(imprint_of(fields), "[S. l.: s. n.], 1899.");
  fields.place = "Lisboa";
  EXPECT_EQ(imprint_of(fields), "Lisboa: [s. n.], 1899.");
  fields.year.reset();
  EXPECT_EQ(imprint_of(fields), "Lisboa: [s. n.], [s. d.].");
  fields.place.clear();
  EXPECT_NE(abnt_reference(fields, {.markup = ReferenceForm::Markup::html})
                .find("[<em>S. l.</em>: <em>s. n.</em>], [s. d.]."),
            std::string::npos);
  EXPECT_NE(abnt_reference(fields, {.markup = ReferenceForm::Markup::markdown})
                .find("[*S. l.*: *s. n.*], [s. d.]."),
            std::string::npos);
  fields.year = -380;
  EXPECT_TRUE(abnt_reference(fields).ends_with("], 380 a.C."));
}

TEST(Abnt, WhatFollowsTheYearIsForTheCompleteReference) {
  BookFields fields = casmurro();
  fields.pages = 256;
  fields.series = {"Coleção Clássicos", "3"};
  fields.isbn = catalog::Isbn::parse("9788535902778");
  EXPECT_EQ(imprint_of(fields), "Rio de Janeiro: Garnier, 1899.");
  EXPECT_EQ(imprint_of(fields, {.extent = ReferenceForm::Extent::complete}),
            "Rio de Janeiro: Garnier, 1899. 256 p. (Coleção Clássicos, 3). ISBN 9788535902778.");
}

TEST(Abnt, TwoFullStopsAreNeverSideBySide) {
  BookFields fields = casmurro();
  fields.contributors = {{"Tolkien, J.R.R."}};
  fields.title = "Quem tem medo?";
  fields.subtitle = "etc.";
  fields.publisher = "Abril S.A.";
  fields.place = "[S.l.]";
  EXPECT_EQ(abnt_reference(fields),
            "TOLKIEN, J.R.R. Quem tem medo?: etc. [S.l.]: Abril S.A., 1899.");
  fields.subtitle.clear();
  EXPECT_TRUE(abnt_reference(fields).starts_with("TOLKIEN, J.R.R. Quem tem medo? [S.l.]"));
}

TEST(Abnt, TranslatorsStandInTheOrderInWhichTheyAreSpoken) {
  BookFields fields = casmurro();
  fields.contributors.push_back({"Bernardini, Aurora Fornoni", "trl"});
  fields.contributors.push_back({"Homero Andrade", "trl"});
  EXPECT_EQ(imprint_of(fields),
            "Tradução: Aurora Fornoni Bernardini e Homero Andrade. Rio de Janeiro: Garnier, 1899.");
}

TEST(Abnt, TheWriterPutsEachBookOnALineOfItsOwn) {
  catalog::Book book;
  book.fields = casmurro();
  const auto writer = formats::make_writer(formats::Format::abnt);
  std::string out;
  writer->begin(out);
  writer->append(out, book);
  writer->append(out, book);
  writer->end(out);
  const std::string line = abnt_reference(book.fields) + "\n";
  EXPECT_EQ(out, line + line);
}

TEST(NameParts, ACommaPartsANameAndElseTheLastWordIsTheSurname) {
  EXPECT_EQ(formats::filed_form("Carlos Drummond de Andrade"), "Andrade, Carlos Drummond de");
  EXPECT_EQ(formats::spoken_form("Andrade, Carlos Drummond de, 1902-1987"),
            "Carlos Drummond de Andrade");
  EXPECT_EQ(formats::filed_form("Martin Luther King, Jr."), "King, Martin Luther, Jr.");
  EXPECT_EQ(formats::spoken_form("King, Martin Luther, Jr."), "Martin Luther King Jr.");
  EXPECT_EQ(formats::filed_form("Homero"), "Homero");
  EXPECT_EQ(formats::filed_form("Madonna,"), "Madonna");
  EXPECT_EQ(formats::filed_form(", de"), "de");
}

}  // namespace
}  // namespace formats_abnt_test
