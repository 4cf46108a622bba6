// Exports of other programs, maps of columns, HTML in cells, and what a file seems to be.
#include <gtest/gtest.h>

#include "formats/csv_assistant.hpp"
#include "formats/csv_header.hpp"
#include "formats/html_text.hpp"
#include "json/reader.hpp"
#include "support/format_reading.hpp"

namespace formats_csv_profiles_test {
namespace {

using catalog::BookFields;
using formats::analyse;
using formats::Analysis;
using formats::Certainty;
using formats::CsvProfile;
using formats::Encoding;
using formats::Format;
using formats::parse_column_map;
using Texts = std::vector<std::string>;

formats::Record first_record(const std::string& csv, CsvProfile profile = CsvProfile::automatic) {
  const auto reader = formats::make_reader(
      Format::csv, {.current_year = support::current_year, .profile = profile});
  reader->feed(csv);
  reader->finish();
  auto record = reader->next();
  EXPECT_TRUE(record && record->book) << csv;
  return *std::move(record);
}

BookFields first_book(const std::string& csv) { return first_record(csv).book->fields; }

std::string people_of(const BookFields& book) {
  std::string told;
  for (const auto& one : book.contributors) told += one.name + " (" + one.role + "); ";
  return told;
}

constexpr std::string_view goodreads =
    "Book Id,Title,Author,Author l-f,Additional Authors,ISBN,ISBN13,My Rating,Publisher,"
    "Number of Pages,Year Published,Original Publication Year,Bookshelves,Exclusive Shelf,"
    "My Review,Private Notes\n"
    "77,Dom Casmurro,Machado de Assis,\"Assis, Machado de\",\"Ana Silva, Rui Costa\","
    "\"=\"\"8535902775\"\"\",\"=\"\"9788535902778\"\"\",5,Garnier,256,1999,1899,\"lidos, romance\","
    "read,muito bom,segredo\n";

TEST(CsvProfile, Goodreads) {
  const formats::Record record = first_record(std::string(goodreads));
  const BookFields& book = record.book->fields;
  EXPECT_TRUE(record.warnings.empty());
  EXPECT_FALSE(record.book->id);
  EXPECT_EQ(people_of(book), "Machado de Assis (aut); Ana Silva (aut); Rui Costa (aut); ");
  EXPECT_EQ(book.author, "Machado de Assis");
  EXPECT_EQ(book.isbn->digits(), "9788535902778");
  EXPECT_EQ(book.year, 1999);
  EXPECT_EQ(book.tags, (Texts{"lidos", "romance"}));
  EXPECT_EQ(book.extra, R"({"Original Publication Year":"1899"})");
}

std::string utf16(std::string_view text) {
  std::string wide("\xFF\xFE");
  for (const char c : text) wide.append({c, '\0'});
  return wide;
}

TEST(CsvProfile, LibraryThing) {
  const std::string tsv = utf16(
      "Book Id\tTitle\tSort Character\tPrimary Author\tPrimary Author Role\tSecondary Author\t"
      "Secondary Author Roles\tPublication\tDate\tSummary\tRating\tPage Count\tTags\tCollections\t"
      "Languages\tISBN\tISBNs\tSubjects\tDewey Decimal\tWork id\n"
      "1\tDom Casmurro\t1\tAssis, Machado de\t\tSilva, Ana|Costa, Rui|Alves, Eva\tTranslator||"
      "Illustrator\tGarnier (1899), Edition: 1, 256 pages\t1899\tDom Casmurro by Assis (1899)\t4\t"
      "256 \tromance, Rio\tYour library\tPortuguese\t[9788535902778]\t8535902775\t"
      "Brazilian fiction -- 19th century|Jealousy\t869.3\t99\n\t");
  const formats::Record record = first_record(tsv);
  const BookFields& book = record.book->fields;
  EXPECT_TRUE(record.warnings.empty());
  EXPECT_EQ(people_of(book),
            "Assis, Machado de (aut); Silva, Ana (trl); Costa, Rui (aut); Alves, Eva (ill); ");
  EXPECT_EQ(book.publisher, "Garnier");
  EXPECT_EQ(book.year, 1899);
  EXPECT_EQ(book.pages, 256);
  EXPECT_EQ(book.isbn->digits(), "9788535902778");
  EXPECT_EQ(book.tags, (Texts{"romance", "Rio"}));
  EXPECT_EQ(book.subjects, (Texts{"Brazilian fiction -- 19th century", "Jealousy"}));
  EXPECT_EQ(book.cdd, "869.3");
  EXPECT_EQ(book.language, "pt");
  EXPECT_EQ(book.synopsis + book.extra, "");
}

TEST(CsvProfile, Calibre) {
  const formats::Record record = first_record(
      "author_sort,authors,comments,cover,formats,id,identifiers,isbn,languages,library_name,"
      "pubdate,publisher,series,series_index,tags,timestamp,title,title_sort,uuid\n"
      "\"Assis, Machado de\",Machado de Assis & Ana Silva,\"<div><p>Um &amp; <b>dois</b></p>"
      "<p>tr&#234;s</p></div>\",C:\\capa.jpg,epub,12,\"isbn:9788535902778,goodreads:77\","
      "9788535902778,por,Biblioteca,1899-05-12T00:00:00+00:00,Garnier,Clássicos,3,"
      "\"romance, Rio\",2020-01-01,Dom Casmurro,Dom Casmurro,abc\n");
  const BookFields& book = record.book->fields;
  EXPECT_TRUE(record.warnings.empty());
  EXPECT_FALSE(record.book->id);
  EXPECT_EQ(people_of(book), "Machado de Assis (aut); Ana Silva (aut); ");
  EXPECT_EQ(book.author, "Machado de Assis; Ana Silva");
  EXPECT_EQ(book.synopsis, "Um & dois\ntrês");
  EXPECT_EQ(book.isbn->digits(), "9788535902778");
  EXPECT_TRUE(book.other_isbns.empty());
  EXPECT_EQ(book.identifiers.at(0).value, "goodreads:77");
  EXPECT_EQ(book.language, "pt");
  EXPECT_EQ(book.year, 1899);
  EXPECT_EQ(book.series, (catalog::Series{"Clássicos", "3"}));
  EXPECT_EQ(book.tags, (Texts{"romance", "Rio"}));
  EXPECT_EQ(book.cover + book.extra, "");
}

TEST(CsvProfile, WhatCalibreWritesOfVolumesAndUnknownAuthors) {
  const auto read = [](const std::string& authors, const std::string& index) {
    return first_book("author_sort,authors,series,series_index,title,title_sort\nx," + authors +
                      ",Clássicos," + index + ",Um,Um\n");
  };
  EXPECT_EQ(read("Ana", "2.0").series->volume, "2");
  EXPECT_EQ(read("Ana", "1.50").series->volume, "1.5");
  EXPECT_EQ(read("Ana", "10").series->volume, "10");
  EXPECT_EQ(read("Ana", "0.0").series->volume, "0");
  for (const char* const none : {"Unknown", "Desconhecido"}) {
    EXPECT_FALSE(read(none, "1").author) << none;
    EXPECT_TRUE(read(none, "1").contributors.empty()) << none;
  }
}

TEST(CsvProfile, LibraryThingsPublicationIsThePublisherHoweverItIsWritten) {
  const auto publisher_of = [](const std::string& publication) {
    return first_book("Title,Primary Author,Sort Character,Publication\nUm,Ana,1,\"" + publication +
                      "\"\n")
        .publisher;
  };
  EXPECT_EQ(publisher_of("Penguin Books (1996), Edition: 2, 400 pages"), "Penguin Books");
  EXPECT_EQ(publisher_of("Rio de Janeiro : Nova Fronteira, 2001."), "Nova Fronteira");
  EXPECT_EQ(publisher_of("Rio de Janeiro : Nova Fronteira, c2001, 302 p."),
            "Nova Fronteira, c2001");
  EXPECT_EQ(publisher_of("Porto : Porto Editora (2010)"), "Porto Editora");
}

TEST(CsvProfile, StoryGraph) {
  const BookFields book = first_book(
      "Title,Authors,Contributors,ISBN/UID,Format,Read Status,Date Added,Moods,Star Rating,Review,"
      "Tags,Owned?\n"
      "Belas Maldições,\"Neil Gaiman, Terry Pratchett\",\"Ana Silva (Translator)\",9788535902778,"
      "paperback,read,2024/01/02,funny,4.5,ótimo,\"humor, fantasia\",Yes\n");
  EXPECT_EQ(people_of(book), "Neil Gaiman (aut); Terry Pratchett (aut); Ana Silva (trl); ");
  EXPECT_EQ(book.isbn->digits(), "9788535902778");
  EXPECT_EQ(book.tags, (Texts{"humor", "fantasia"}));
  EXPECT_EQ(book.extra, R"({"Format":"paperback"})");
}

TEST(CsvProfile, Zotero) {
  const BookFields book = first_book(
      "\"Key\",\"Item Type\",\"Publication Year\",\"Author\",\"Title\",\"ISBN\",\"Abstract Note\","
      "\"Date\",\"Pages\",\"Num Pages\",\"Volume\",\"Series\",\"Series Number\",\"Publisher\","
      "\"Notes\",\"Manual Tags\",\"Editor\",\"Translator\",\"Extra\"\n"
      "\"AB12\",\"book\",\"2019\",\"Assis, Machado de; Silva, João\",\"Dom Casmurro\","
      "\"978-85-359-0277-8\",\"Resumo\",\"2019-05\",\"\",\"256\",\"2\",\"Coleção\",\"12\",\"Casa\","
      "\"<p>uma nota</p>\",\"um; dois\",\"Lima, Ana\",\"Costa, Rui\",\"OCLC: 1\"\n");
  EXPECT_EQ(people_of(book),
            "Assis, Machado de (aut); Silva, João (aut); Lima, Ana (edt); Costa, Rui (trl); ");
  EXPECT_EQ(book.publisher, "Casa");
  EXPECT_EQ(book.series, (catalog::Series{"Coleção", "12"}));
  EXPECT_EQ(book.synopsis, "Resumo");
  EXPECT_EQ(book.notes, Texts{"uma nota"});
  EXPECT_EQ(book.tags, (Texts{"um", "dois"}));
  EXPECT_EQ(book.year, 2019);
  EXPECT_EQ(book.pages, 256);
  EXPECT_EQ(book.extra, R"({"Item Type":"book","Volume":"2","Extra":"OCLC: 1"})");
}

TEST(CsvProfile, TheSeriesBehindATitleOfGoodreadsIsOne) {
  const auto read = [](const std::string& title) {
    return first_book("Title,Author,Author l-f,Exclusive Shelf\n\"" + title +
                      "\",J.K.  Rowling,\"Rowling, J.K.\",read\n");
  };
  const BookFields book = read("O enigma do príncipe (Harry Potter, #6)");
  EXPECT_EQ(book.title, "O enigma do príncipe");
  EXPECT_EQ(book.series, (catalog::Series{"Harry Potter", "6"}));
  EXPECT_EQ(book.author, "J.K. Rowling");
  EXPECT_EQ(read("A cor da magia (Discworld, #1; Rincewind, #1)").series,
            (catalog::Series{"Discworld", "1"}));
  for (const char* const title : {"Um (romance)", "Um (S, #)", "(S, #1)", "Um (S, #1) dois"}) {
    EXPECT_EQ(read(title).title, title);
    EXPECT_FALSE(read(title).series) << title;
  }
}

TEST(CsvProfile, OnlyTheKindsOfZoteroThatAreBooksAreRead) {
  const auto read = [](const std::string& kind) {
    return support::read_whole(Format::csv, "Key,Item Type,Publication Year,Author,Title\nA," +
                                                kind + ",2019,\"Assis, Machado de\",Um\n")
        .at(0);
  };
  for (const char* const kind : {"book", "bookSection", "thesis", "report", ""}) {
    EXPECT_TRUE(read(kind).fields) << kind;
  }
  for (const char* const kind : {"journalArticle", "webpage", "conferencePaper", "film"}) {
    const auto refused = read(kind);
    ASSERT_TRUE(refused.problem) << kind;
    EXPECT_EQ(refused.problem->errors.at(0).rule, catalog::Rule::unsupported_type);
    EXPECT_EQ(refused.problem->errors.at(0).pointer, "/Item Type");
  }
}

TEST(CsvProfile, IsToldByHeadingsThatOnlyItsProgramWritesOrByWord) {
  EXPECT_EQ(formats::csv_profile_of({"Título", "Autor", "id"}), CsvProfile::none);
  const std::string csv = "id,title,authors\n9,Um,A & B\n";
  EXPECT_EQ(first_record(csv).book->id->value, 9);
  EXPECT_FALSE(first_record(csv, CsvProfile::calibre).book->id);
  for (const std::string_view name : formats::csv_profile_names()) {
    EXPECT_EQ(name_of(*formats::csv_profile_named(name)), name);
  }
  EXPECT_FALSE(formats::csv_profile_named("none"));
}

TEST(CsvMap, NamesFieldsSeparatorsAndColumnsToIgnore) {
  const auto map = parse_column_map(
      R"({"Título do livro!":"título","Quem":"autores;","Sala":null,"N":"extra.n"})");
  ASSERT_TRUE(map);
  const auto header = formats::read_csv_header({"titulo do LIVRO", "Quem", "Sala", "N"}, *map);
  ASSERT_TRUE(header);
  EXPECT_EQ(header->at(1).target.separator, ';');
  EXPECT_EQ(header->at(2).target.kind, formats::CsvKind::ignored);
  EXPECT_EQ(header->at(3).extra_key, "n");
}

TEST(CsvMap, WhatIsNoMapIsRefusedByTheColumn) {
  for (const std::string_view json : {"", "[]", "{}", "{", "1"}) {
    EXPECT_FALSE(parse_column_map(json)) << json;
  }
  EXPECT_EQ(parse_column_map(R"({"A":"título","B":"nada disso"})").error(), "B");
  EXPECT_EQ(parse_column_map(R"({"A":1})").error(), "A");
  EXPECT_EQ(parse_column_map(R"({"A":""})").error(), "A");
  EXPECT_FALSE(parse_column_map(R"({"A":")" + std::string(formats::column_map_bytes_max, ' ') +
                                R"(título"})"));
}

TEST(HtmlText, TagsGoAndReferencesAreCharacters) {
  EXPECT_EQ(formats::text_of_html("<p class=\"x\">A &amp; B</p><p>C<br/>D</p>"), "A & B\nC\nD");
  EXPECT_EQ(formats::text_of_html("1 < 2 & 3 &unknown; &#xE9;&#233;&#0;&"),
            "1 < 2 & 3 &unknown; éé&#0;&");
  EXPECT_EQ(formats::text_of_html("<b>aberta"), "aberta");
  EXPECT_EQ(formats::text_of_html("<nunca fecha"), "<nunca fecha");
  std::string endless;
  for (int i = 0; i < 500'000; ++i) endless += "<a";
  EXPECT_EQ(formats::text_of_html(endless), endless);  // in linear time
}

TEST(HtmlText, RichTextLosesItsTagsAndOtherBracketsStay) {
  EXPECT_EQ(formats::without_rich_text("<i>Dom</i> <span class=\"nocase\">C</span> H<sub>2</sub>O"),
            "Dom C H2O");
  EXPECT_EQ(formats::without_rich_text("a <b e c> d <html></html>"), "a <b e c> d <html></html>");
  EXPECT_EQ(formats::without_rich_text("<i></i>"), "<i></i>");
}

Analysis analysis_of(std::string_view bytes, std::string_view name = "") {
  return analyse(bytes, {.current_year = support::current_year, .file_name = name});
}

TEST(Analysis, OfASpreadsheetSaysWhatEachColumnHolds) {
  const Analysis told = analysis_of(
      "sep=;\nTítulo do livro;Autor(a);Tombo;Código;Quando\nUm;A;1;9788535902778;1999\n"
      "\"Do;is\";B;2;8535902775;2001\n");
  EXPECT_EQ(told.format, Format::csv);
  EXPECT_EQ(told.encoding, "utf-8");
  EXPECT_EQ(told.separator, ';');
  EXPECT_EQ(told.header, (Texts{"Título do livro", "Autor(a)", "Tombo", "Código", "Quando"}));
  ASSERT_EQ(told.columns.size(), 5U);
  EXPECT_EQ(told.columns[0].field, "título");
  EXPECT_EQ(told.columns[0].certainty, Certainty::high);
  EXPECT_EQ(told.columns[1].field, "autor");
  EXPECT_EQ(told.columns[2].field, std::nullopt);
  EXPECT_EQ(told.columns[2].certainty, Certainty::none);
  EXPECT_EQ(told.columns[3].field, "isbn");
  EXPECT_EQ(told.columns[3].certainty, Certainty::middling);
  EXPECT_EQ(told.columns[4].field, "ano");
  EXPECT_EQ(told.sample, (std::vector<Texts>{{"Um", "A", "1", "9788535902778", "1999"},
                                             {"Do;is", "B", "2", "8535902775", "2001"}}));
  EXPECT_EQ(told.records, 2U);
  EXPECT_TRUE(told.warnings.empty());
}

TEST(Analysis, WhatItSuggestsIsAMapThatTheReaderTakes) {
  const Analysis told = analysis_of(goodreads);
  EXPECT_EQ(told.profile, CsvProfile::goodreads);
  EXPECT_EQ(told.columns[0].field, std::nullopt);
  EXPECT_EQ(told.columns[0].certainty, Certainty::high);
  std::string map = "{";
  for (const auto& column : told.columns) {
    map += (map.size() > 1 ? ",\"" : "\"") + column.column +
           "\":" + (column.field ? "\"" + *column.field + "\"" : "null");
  }
  EXPECT_TRUE(parse_column_map(map + "}")) << map;
}

TEST(Analysis, EncodingsSeparatorsAndEstimates) {
  EXPECT_EQ(analysis_of("T\xEDtulo;Autor\nUm;A\n").encoding, "windows-1252");
  EXPECT_EQ(analysis_of(utf16("Titulo\tAutor\nUm\tA\n")).encoding, "utf-16le");
  EXPECT_EQ(analysis_of(utf16("Titulo\tAutor\nUm\tA\n")).separator, '\t');
  EXPECT_EQ(analysis_of("Titulo|Autor\nUm|A\n").separator, '|');
  std::string rows = "titulo,autor\n";
  for (int i = 0; i < 1000; ++i) rows += "Um livro,Autor\n";
  const Analysis cut =
      analyse(rows, {.current_year = support::current_year, .file_bytes = rows.size() * 10});
  EXPECT_NEAR(static_cast<double>(cut.records), 10'000, 100);
  EXPECT_EQ(cut.sample.size(), formats::analysis_rows_max);
}

TEST(Analysis, AHeaderThatSaysNothingIsShownAllTheSame) {
  const Analysis told = analysis_of("Peça;Quem\nUm;A\nDois;B\n", "lista.csv");
  EXPECT_EQ(told.format, Format::csv);
  EXPECT_EQ(told.header, (Texts{"Peça", "Quem"}));
  EXPECT_EQ(told.warnings.size(), 2U);
  EXPECT_EQ(analysis_of("Peça;Quem\nUm;A\n").format, std::nullopt);
}

TEST(Analysis, ShortenedNumbersAreToldAndWorkbooksNamed) {
  EXPECT_EQ(analysis_of("titulo;autor;isbn\nUm;A;9,78851E+12\n").warnings.size(), 1U);
  EXPECT_EQ(analysis_of("PK\x03\x04zip").warnings.size(), 1U);
}

TEST(Analysis, OfOtherFormatsShowsTheFirstBooks) {
  const Analysis told = analysis_of(support::test_data("loc_por_300.mrc"), "x.mrc");
  EXPECT_EQ(told.format, Format::marc);
  EXPECT_EQ(told.records, 300U);
  EXPECT_EQ(told.sample.size(), formats::analysis_rows_max);
  EXPECT_EQ(analysis_of("TY  - BOOK\nTI  - Um\nER  - \n").format, Format::ris);
  EXPECT_EQ(analysis_of("1.\nTY  - BOOK\nTI  - Um\nER  - \n").format, Format::ris);
}

TEST(Analysis, AsJson) {
  const std::string text =
      to_json(analysis_of("titulo,Tombo\n\"Um \"\"x\"\"\",\n"), catalog::Language::portuguese);
  EXPECT_EQ(text,
            R"({"formato":null,"codificacao":"utf-8","separador":",","aspas":"\"","perfil":null,)"
            R"("cabecalho":["titulo","Tombo"],"sugestao":[{"coluna":"titulo","campo":"título",)"
            R"("certeza":"alta"},{"coluna":"Tombo","campo":null,"certeza":"nenhuma"}],)"
            R"("amostra":[["Um \"x\"",""]],"registros_estimados":1,"avisos":["o formato não foi )"
            R"(reconhecido: diga qual é","nenhuma coluna parece ser o autor: diga qual é"]})");
  json::Document document;
  EXPECT_TRUE(document.parse(text));
}

}  // namespace
}  // namespace formats_csv_profiles_test
