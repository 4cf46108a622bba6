// The columns of a book: headers, cells, lists, and that nothing is lost on the way out and back.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "formats/csv_columns.hpp"
#include "support/format_reading.hpp"
#include "support/random_books.hpp"

namespace formats_csv_book_test {
namespace {

using catalog::BookFields;
using catalog::Contributor;
using catalog::FieldError;
using catalog::Identifier;
using catalog::IdentifierType;
using catalog::Rule;
using catalog::Series;
using Kind = catalog::ContributorKind;
using formats::Format;
using Texts = std::vector<std::string>;

BookFields book_of(const std::string& bytes) {
  const auto outcomes = support::read_whole(Format::csv, bytes);
  EXPECT_EQ(outcomes.size(), 1U);
  EXPECT_FALSE(outcomes.at(0).problem.has_value());
  return outcomes.at(0).fields.value_or(BookFields{});
}

std::vector<FieldError> errors_of(const std::string& bytes) {
  const auto outcomes = support::read_whole(Format::csv, bytes);
  EXPECT_EQ(outcomes.size(), 1U);
  return outcomes.at(0).problem ? outcomes.at(0).problem->errors : std::vector<FieldError>{};
}

TEST(CsvHeader, NamesMatchWhateverTheirCaseAccentsAndSeparators) {
  const auto book =
      book_of("TÍTULO,Author,Título original,Serie Volume,SERIE,Páginas\nUm,X,One,3,Coleção,120\n");
  EXPECT_EQ(book.title, "Um");
  EXPECT_EQ(book.author, "X");
  EXPECT_EQ(book.original_title, "One");
  EXPECT_EQ(book.series, (Series{"Coleção", "3"}));
  EXPECT_EQ(book.pages, 120);
}

TEST(CsvHeader, AnUnknownColumnIsKeptInExtraUnderItsHeading) {
  const auto book = book_of("titulo,autor,Tombo,editra,extra\nUm,X,0012,Y,\"{\"\"a\"\":1}\"\n");
  EXPECT_EQ(book.extra, R"({"a":1,"Tombo":"0012","editra":"Y"})");
  EXPECT_EQ(book_of("titulo,autor,Nota,Nota\nUm,X,a,b\n").extra, R"({"Nota":"a","Nota 2":"b"})");
  EXPECT_EQ(book_of("titulo,autor,Tombo\nUm,X,\n").extra, "");
}

TEST(CsvHeader, ASecondColumnOfOneValueIsKeptInExtraWhereItDiffers) {
  const auto read = [](const std::string& row) {
    return book_of("titulo,autor,Ano,Data de publicação\nUm,X," + row + "\n");
  };
  EXPECT_EQ(read("1900,1901").extra, R"({"Data de publicação":"1901"})");
  EXPECT_EQ(read("1900,1900").extra, "");
  EXPECT_EQ(read(",1901").year, 1901);
}

TEST(CsvPeople, ColumnsOfFurtherAuthorsStandBesideTheAuthor) {
  for (const char* const heading : {"Coautor", "Coautores", "Co-autor", "Autor secundário",
                                    "Demais autores", "Colaboradores", "Creators"}) {
    const auto book =
        book_of("Título;Autor;" + std::string(heading) + "\nA;Silva, José;Costa, Ana\n");
    EXPECT_EQ(book.author, "Silva, José") << heading;
    EXPECT_EQ(book.contributors, (std::vector<Contributor>{{"Silva, José", "aut", Kind::person},
                                                           {"Costa, Ana", "aut", Kind::person}}))
        << heading;
  }
}

TEST(CsvPeople, WhomTheOtherColumnNamesTooStandsOnce) {
  const auto book = book_of("Título;Autor;Creators\nA;José Silva;\"Costa, Ana|Silva, José\"\n");
  EXPECT_EQ(book.contributors, (std::vector<Contributor>{{"Costa, Ana", "aut", Kind::person},
                                                         {"Silva, José", "aut", Kind::person}}));
}

TEST(CsvPeople, TheColumnAutoresHoldsThemAll) {
  const auto book = book_of("título,autor,autores\nA,Vários,Ana|Rui\n");
  EXPECT_EQ(book.author, "Vários");
  EXPECT_EQ(book.contributors.size(), 2U);
}

TEST(CsvPeople, TheAuthorLineOfManyHoldsWhoFits) {
  std::string authors;
  for (int i = 0; i < 60; ++i) {
    authors += (i == 0 ? "" : " & ") + std::string("Autora Número ") + std::to_string(i);
  }
  const auto book = book_of("title,authors\nA," + authors + "\n");
  EXPECT_EQ(book.contributors.size(), 60U);
  EXPECT_TRUE(book.author && book.author->starts_with("Autora Número 0; Autora Número 1; "));
}

std::string isbn13(int number) {
  std::string digits = "978850" + std::to_string(100'000 + number);
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    sum += (digits[i] - '0') * (i % 2 == 0 ? 1 : 3);
  }
  return digits + std::to_string((10 - sum % 10) % 10);
}

// Each is compared with those before it, of which there may be only so many.
TEST(CsvPeople, ARowOfCountlessNamesOrIsbnsIsRefused) {
  std::string names;
  std::string numbers;
  for (int i = 0; i < 50'000; ++i) {
    names += "a" + std::to_string(i) + ";";
    numbers += isbn13(i) + ";";
  }
  const auto outcomes = support::read_whole(
      Format::csv, "titulo,autor,coautor,isbn\nA,X," + names + ",\nB,X,," + numbers + "\nC,X,,\n");
  ASSERT_EQ(outcomes.size(), 3U);
  EXPECT_TRUE(outcomes[0].problem.has_value());
  EXPECT_TRUE(outcomes[1].problem.has_value());
  EXPECT_TRUE(outcomes[2].fields.has_value());
}

TEST(CsvIsbn, AnIssnIsOneWithoutItsHyphenToo) {
  for (const char* const cell : {"1234-5679", "12345679", "ISSN 12345679"}) {
    const auto book = book_of("titulo,autor,isbn\nA,X," + std::string(cell) + "\n");
    EXPECT_EQ(book.identifiers, (std::vector<Identifier>{{IdentifierType::issn, "1234-5679"}}))
        << cell;
  }
}

TEST(CsvIsbn, BlanksPartIsbnsAndPlaceholdersAreNone) {
  const auto two = book_of("título,autor,isbn\nA,X,9788535902778 9788508040827\n");
  EXPECT_EQ(two.isbn->digits(), "9788535902778");
  EXPECT_EQ(two.other_isbns.at(0).digits(), "9788508040827");
  EXPECT_TRUE(two.identifiers.empty());
  for (const char* const none : {"N/A", "sem ISBN", "0", "não informado", "s/n", "-"}) {
    const auto book = book_of("título,autor,isbn\nA,X," + std::string(none) + "\n");
    EXPECT_FALSE(book.isbn) << none;
    EXPECT_TRUE(book.identifiers.empty()) << none;
  }
  const auto bad = book_of("título,autor,isbn\nA,X,9788535902778 12345\n");
  EXPECT_EQ(bad.isbn->digits(), "9788535902778");
  EXPECT_EQ(bad.identifiers.at(0).value, "12345");
  EXPECT_EQ(book_of("título,autor,isbn\nA,X,12345 678\n").identifiers.at(0).value, "12345 678");
  const auto bound = book_of("título,autor,isbn\nA,X,9788535902778 v. 2 encadernado\n");
  EXPECT_EQ(bound.isbn->digits(), "9788535902778");
  EXPECT_TRUE(bound.identifiers.empty());
}

TEST(CsvHeader, AWordMeansAnotherThingBesideAPlainerOne) {
  const auto book = book_of(
      "Title;Author;Editor;Publisher;Series;Series Number;Volume\nA;X;Lima, Ana;P;S;12;2\n");
  EXPECT_EQ(book.publisher, "P");
  EXPECT_EQ(book.contributors.at(1), (catalog::Contributor{"Lima, Ana", "edt"}));
  EXPECT_EQ(book.series, (catalog::Series{"S", "12"}));
  EXPECT_EQ(book.extra, R"({"Volume":"2"})");
  EXPECT_EQ(book_of("Título;Autor;Editor\nA;X;Ática\n").publisher, "Ática");
  EXPECT_EQ(book_of("Título;Autor;Série;Volume\nA;X;S;2\n").series, (catalog::Series{"S", "2"}));
}

TEST(CsvHeader, EveryErrorOfAHeaderIsTold) {
  EXPECT_EQ(
      errors_of("ano,a/b\n1900,x\n"),
      (std::vector<FieldError>{{"/título", Rule::required, {}}, {"/autor", Rule::required, {}}}));
}

TEST(CsvHeader, ABrokenHeaderStopsTheFile) {
  EXPECT_EQ(errors_of("\"titulo\"x,autor\nUm,X\n"),
            (std::vector<FieldError>{{"", Rule::invalid_value, {"RFC 4180"}}}));
}

TEST(CsvHeader, ColumnsWithoutANameMustBeEmpty) {
  EXPECT_EQ(book_of("titulo,autor,,\nUm,X,,\n").title, "Um");
  EXPECT_EQ(errors_of("titulo,autor,\nUm,X,perdido\n"),
            (std::vector<FieldError>{{"/C", Rule::too_many, {"3"}}}));
}

TEST(CsvHeader, AColumnWithoutANameLeftOfOthersIsKeptInExtra) {
  EXPECT_EQ(book_of(",titulo,autor\n0,Um,X\n").extra, R"({"coluna A":"0"})");
  EXPECT_EQ(book_of("titulo,,autor,\nUm,9,X,\n").extra, R"({"coluna B":"9"})");
}

TEST(CsvHeader, AFileWithoutAHeaderHoldsNothing) {
  EXPECT_TRUE(support::read_whole(Format::csv, "").empty());
  EXPECT_TRUE(support::read_whole(Format::csv, "\r\n\r\n").empty());
}

TEST(CsvCells, ListsAreJoinedByBars) {
  const auto book = book_of(
      "titulo,autores,assuntos,etiquetas,outros_isbn,identificadores\n"
      "Um,Rosa (aut)|Poty (ilustrador)|Grupo (Firm),Sertão| Minas||Brasil,a\\|b|c\\\\d,"
      "8586921025|85-86921-01-7,issn:0103-2003|outro:a:b\n");
  EXPECT_EQ(book.author, "Rosa; Poty; Grupo (Firm)");
  EXPECT_EQ(book.contributors,
            (std::vector<Contributor>{{"Rosa", "aut"}, {"Poty", "ill"}, {"Grupo (Firm)", "aut"}}));
  EXPECT_EQ(book.subjects, (Texts{"Sertão", "Minas", "Brasil"}));
  EXPECT_EQ(book.tags, (Texts{"a|b", "c\\d"}));
  EXPECT_EQ(book.other_isbns.size(), 2U);
  EXPECT_EQ(book.identifiers, (std::vector<Identifier>{{IdentifierType::issn, "0103-2003"},
                                                       {IdentifierType::other, "a:b"}}));
}

TEST(CsvCells, ListsAreSeparatedAsPeopleDo) {
  const auto subjects = [](const std::string& cell) {
    return book_of("titulo\tautor\tAssunto\nUm\tX\t" + cell + "\n").subjects;
  };
  EXPECT_EQ(subjects("Arte; História"), (Texts{"Arte", "História"}));
  EXPECT_EQ(subjects("\"Arte\nHistória;\""), (Texts{"Arte", "História"}));
  EXPECT_EQ(subjects("Arte; História|Conto"), (Texts{"Arte; História", "Conto"}));
  EXPECT_EQ(subjects("Arte, História"), (Texts{"Arte, História"}));
  EXPECT_EQ(subjects("a\\;b;c"), (Texts{"a;b", "c"}));
  const auto tags = [](const std::string& cell) {
    return book_of("titulo\tautor\tPalavras-chave\nUm\tX\t" + cell + "\n").tags;
  };
  EXPECT_EQ(tags("Arte, História"), (Texts{"Arte", "História"}));
  EXPECT_EQ(tags("Arte, moderna; História"), (Texts{"Arte, moderna", "História"}));
}

TEST(CsvCells, NotesAndLinksAreSeparatedWhereNoSentenceOrAddressIsCut) {
  const auto book = book_of(
      "título,autor,Notas gerais,ligacoes\n"
      "A,B,Inclui índice; mapas|Tese,https://a/b;c texto; https://d no Porto\n");
  EXPECT_EQ(book.notes, (Texts{"Inclui índice; mapas", "Tese"}));
  EXPECT_EQ(book.links,
            (std::vector<catalog::Link>{{"https://a/b;c", "", catalog::LinkRelation::text, ""},
                                        {"https://d", "", {}, "no Porto"}}));
  const auto other = book_of("título,autor,ligacoes\nA,B,ftp://x|http://y\n");
  EXPECT_EQ(other.links, (std::vector<catalog::Link>{{"http://y", "", {}, ""}}));
  EXPECT_EQ(other.extra, R"({"ligacoes":"ftp://x"})");
}

TEST(CsvCells, AKindStandsBehindTheRoleOrAlone) {
  const auto people = [](const std::string& cell) {
    return book_of("título;autores\nUm;\"" + cell + "\"\n").contributors;
  };
  EXPECT_EQ(people("Saúde (aut; entidade); Ana"),
            (std::vector<Contributor>{{"Saúde", "aut", Kind::body}, {"Ana", "aut"}}));
  EXPECT_EQ(people("Bienal (evento)|Ana (tradutora; pessoa)|X (aut; y)"),
            (std::vector<Contributor>{
                {"Bienal", "aut", Kind::event}, {"Ana", "trl"}, {"X (aut; y)", "aut"}}));
}

TEST(CsvCells, AnIdentifierOfAnUnknownTypeIsKeptAsItIs) {
  const auto book = book_of(
      "titulo;autor;identificadores;DOI\nUm;X;goodreads:12|isbn:9788535902778|isbn|solto;10.1/x\n");
  EXPECT_EQ(book.identifiers, (std::vector<Identifier>{{IdentifierType::other, "goodreads:12"},
                                                       {IdentifierType::other, "solto"},
                                                       {IdentifierType::doi, "10.1/x"}}));
  EXPECT_EQ(book.isbn->digits(), "9788535902778");
  EXPECT_TRUE(book.other_isbns.empty());
}

TEST(CsvCells, AnIssnAmongIsbnsIsAnIdentifier) {
  const auto book = book_of("titulo;autor;ISBN/ISSN\nUm;X;0103-2003\n");
  EXPECT_EQ(book.identifiers, (std::vector<Identifier>{{IdentifierType::issn, "0103-2003"}}));
}

TEST(CsvCells, AnEmptyAuthorIsDerivedOrUnknown) {
  EXPECT_EQ(book_of("titulo,autor,autores\nUm,,Rosa|Poty (ill)\n").author, "Rosa; Poty");
  EXPECT_EQ(book_of("titulo,autor,autores\nUm,,\n").author, std::nullopt);
  EXPECT_EQ(book_of("titulo,autor\nUm,\n").author, std::nullopt);
  EXPECT_EQ(book_of("titulo,autor,autores\nUm,\\N,Rosa\n").author, std::nullopt);
  EXPECT_EQ(book_of("titulo,autor\nUm,\\\\N\n").author, "\\N");
}

TEST(CsvCells, AnEmptyListOfNamesIsAnUnknownAuthor) {
  EXPECT_EQ(book_of("titulo,autores\nUm,\n").author, std::nullopt);
  EXPECT_EQ(book_of("titulo,tradutor\nUm,\n").author, std::nullopt);
}

TEST(CsvCells, PeopleOfOtherColumnsJoinTheAuthors) {
  const auto book = book_of(
      "titulo;autor;Tradutor(es);Ilustrador;Autor 2\nUm;\"Rosa\nEça\";Ana|Rui;Poty;Clarice\n");
  EXPECT_EQ(book.author, "Rosa; Eça");
  EXPECT_EQ(book.contributors, (std::vector<Contributor>{{"Rosa", "aut"},
                                                         {"Eça", "aut"},
                                                         {"Ana", "trl"},
                                                         {"Rui", "trl"},
                                                         {"Poty", "ill"},
                                                         {"Clarice", "aut"}}));
}

TEST(CsvCells, ATranslatorIsNoAuthor) {
  EXPECT_EQ(book_of("titulo;autor;tradutor\nUm;;Ana\n").author, std::nullopt);
  EXPECT_EQ(book_of("titulo;tradutor\nUm;Ana\n").author, std::nullopt);
  EXPECT_EQ(book_of("titulo;autor;autor 2;tradutor\nUm;;Rosa;Ana\n").author, "Rosa");
}

TEST(CsvCells, WhatCannotBeReadIsKeptInExtra) {
  const auto book = book_of(
      "titulo,autor,ano,paginas,id,criado_em,extra,idioma,capa,versao\n"
      "Um,X,mil,1.5,0,ontem,[],nenhum mesmo,dura,a\n");
  EXPECT_EQ(book.extra, R"({"ano":"mil","paginas":"1.5","id":"0","criado_em":"ontem","extra":"[]",)"
                        R"("idioma":"nenhum mesmo","capa":"dura","versao":"a"})");
}

TEST(CsvCells, ExtraIsStrictJsonAndKeptMinified) {
  EXPECT_EQ(book_of("titulo;autor;extra\nUm;X;\"{ \"\"a\"\": [1.50, \"\"x\"\"] }\"\n").extra,
            R"({"a":[1.50,"x"]})");
  EXPECT_EQ(book_of("titulo;autor;extra\nUm;X;{a}\n").extra, R"({"extra":"{a}"})");
}

TEST(CsvCells, AVolumeWithoutASeriesIsKeptInExtra) {
  EXPECT_EQ(book_of("titulo,autor,serie,Volume\nUm,X,,3\n").extra, R"({"Volume":"3"})");
  EXPECT_EQ(book_of("titulo,autor,Coleção,Vol.\nUm,X,S,3\n").series, (Series{"S", "3"}));
}

TEST(CsvCells, TheHandMadeSampleIsReadWhole) {
  const auto outcomes = support::read_whole(Format::csv, support::test_data("sample.csv"));
  ASSERT_EQ(outcomes.size(), 4U);
  EXPECT_EQ(outcomes[0].fields->title, "Dom Casmurro");
  EXPECT_EQ(outcomes[1].fields->tags, (Texts{"clássico", "sertão|gerais"}));
  EXPECT_EQ(outcomes[1].fields->synopsis, "Riobaldo conta,\n\"nonada\".");
  EXPECT_TRUE(outcomes[2].problem.has_value());
  EXPECT_EQ(outcomes[2].line, 5U);
  EXPECT_EQ(outcomes[3].fields->author, std::nullopt);
}

TEST(CsvColumns, EveryFieldHasOneColumnAndASeriesTwo) {
  const auto columns = formats::csv_columns();
  ASSERT_EQ(columns.size(), catalog::field_count + 1);
  for (const auto& column : columns) {
    EXPECT_EQ(formats::csv_column_named(formats::name_of(column)), column);
  }
}

TEST(CsvColumns, NamesThatLookLikeRolesOrListsComeBackWhole) {
  for (const Contributor& contributor : std::vector<Contributor>{{"Rosa", "aut"},
                                                                 {"Rosa (trl)", "aut"},
                                                                 {"Talento (Firm)", "aut"},
                                                                 {"Talento (Firm)", "pbl"},
                                                                 {"(aut)", "aut"},
                                                                 {"Rosa (tradutor)", "ill"},
                                                                 {"a|b\\c|", "edt"},
                                                                 {"\\|", "aut"},
                                                                 {"Rosa (entidade)", "aut"},
                                                                 {"Rosa; entidade)", "aut"},
                                                                 {"Saúde", "aut", Kind::body},
                                                                 {"S (trl)", "edt", Kind::event},
                                                                 {"(", "aut"},
                                                                 {")", "aut"}}) {
    std::string cell;
    formats::append_csv_item(cell, contributor);
    const auto items =
        formats::split_csv_items(cell, {.semicolons = formats::Semicolons::part_but_kinds});
    ASSERT_EQ(items.size(), 1U) << contributor.name;
    const auto back = formats::contributor_in(items[0]);
    EXPECT_EQ(back.name, contributor.name);
    EXPECT_EQ(back.role.value_or("aut"), contributor.role) << contributor.name;
    EXPECT_EQ(back.kind.value_or("pessoa"), catalog::wire_name(contributor.kind));
  }
}

TEST(CsvColumns, LinksComeBackWhole) {
  for (const catalog::Link& link : std::vector<catalog::Link>{
           {"https://a/b;c?d=(1)", "", {}, ""},
           {"https://a", "application/pdf", catalog::LinkRelation::text, "só aqui"},
           {"https://a", "text/html;charset=utf-8", {}, "(a) texto"},
           {"https://a", "", catalog::LinkRelation::purchase, ""},
           {"https://a", "", {}, "texto text/html (b)"}}) {
    const std::string item = formats::to_csv_item(link);
    const auto back = formats::link_in(item);
    EXPECT_EQ(back.url, link.url);
    EXPECT_EQ(back.media_type.value_or(""), link.media_type) << item;
    EXPECT_EQ(back.relation.value_or(""), link.relation ? catalog::wire_name(*link.relation) : "");
    EXPECT_EQ(back.note.value_or(""), link.note) << item;
  }
}

TEST(CsvWriter, TheHeaderIsTheContractsNamesInOrder) {
  std::string out;
  formats::make_writer(Format::csv)->begin(out);
  EXPECT_EQ(out,
            "id,versao,título,autor,subtitulo,titulo_original,autores,isbn,outros_isbn,"
            "identificadores,editora,local,edicao,ano,idioma,idioma_original,paginas,assuntos,"
            "etiquetas,cdd,cdu,serie,serie_volume,sinopse,notas,capa,ligacoes,extra,criado_em,"
            "atualizado_em\r\n");
}

TEST(CsvWriter, FormulasGoOutUnchanged) {
  catalog::Book book;
  book.id = {7};
  book.version = {2};
  book.fields.edit().title = "=1+1";
  book.fields.edit().author = "a,\"b\"";
  std::string out;
  formats::make_writer(Format::csv)->append(out, book);
  EXPECT_TRUE(out.starts_with("7,2,=1+1,\"a,\"\"b\"\"\",")) << out;
  EXPECT_TRUE(out.ends_with("1970-01-01T00:00:00.000Z\r\n")) << out;
}

TEST(CsvRoundTrip, WhatIsWrittenIsReadBackEqual) {
  support::RandomBooks random(20260202);
  std::vector<catalog::Book> books;
  std::string bytes;
  const auto writer = formats::make_writer(Format::csv);
  writer->begin(bytes);
  for (int i = 0; i < 300; ++i) {
    books.push_back(random.next());
    writer->append(bytes, books.back());
  }
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const auto outcomes = support::read_at_random(Format::csv, bytes, seed);
    ASSERT_EQ(outcomes.size(), books.size());
    for (std::size_t i = 0; i < books.size(); ++i) {
      ASSERT_EQ(outcomes[i].fields, books[i].fields) << "book " << i;
      EXPECT_EQ(outcomes[i].number, i + 1);
      EXPECT_EQ(outcomes[i].id, books[i].id);
      EXPECT_EQ(outcomes[i].claims.version, books[i].version);
      EXPECT_EQ(outcomes[i].claims.created_at, books[i].created_at);
      EXPECT_EQ(outcomes[i].claims.updated_at, books[i].updated_at);
    }
  }
}

}  // namespace
}  // namespace formats_csv_book_test
