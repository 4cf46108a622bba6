// Marks of catalogue cards, brackets, placeholders and empty values in citations and spreadsheets.
#include <gtest/gtest.h>

#include "formats/card_values.hpp"
#include "formats/csv_foreign.hpp"
#include "support/format_reading.hpp"

namespace formats_card_values_test {
namespace {

using catalog::BookFields;
using formats::Format;
using Texts = std::vector<std::string>;

BookFields one_book(Format format, const std::string& text) {
  const auto read = support::read_whole(format, text);
  EXPECT_EQ(read.size(), 1U) << text;
  return read.at(0).fields.value_or(BookFields{});
}
BookFields bibtex_book(const std::string& fields) {
  return one_book(Format::bibtex, "@book{k, " + fields + "}");
}
BookFields ris_book(const std::string& lines) {
  return one_book(Format::ris, "TY  - BOOK\n" + lines + "\nER  - \n");
}
BookFields csl_book(const std::string& members) {
  return one_book(Format::csl, R"([{"type":"book","title":"Um",)" + members + "}]");
}
BookFields csv_row(const std::string& header, const std::string& row) {
  return one_book(Format::csv, header + "\n" + row + "\n");
}

TEST(CardValues, OnlyAMarkThatAnnouncesAPartGoes) {
  using formats::without_card_marks;
  EXPECT_EQ(without_card_marks("Dom Casmurro /"), "Dom Casmurro");
  EXPECT_EQ(without_card_marks("Rio de Janeiro :"), "Rio de Janeiro");
  EXPECT_EQ(without_card_marks(" Garnier, "), "Garnier");
  EXPECT_EQ(without_card_marks("2. ed. --"), "2. ed.");
  EXPECT_EQ(without_card_marks("Um ; ,"), "Um");
  for (const char* const text :
       {"C++", "Por quê?", "etc.", "a/", "e/ou", "Um:", "C#", "/", " :", "", "J. K.", "X =Y"}) {
    EXPECT_EQ(without_card_marks(text), std::string_view(text).substr(*text == ' ' ? 1 : 0));
  }
}

TEST(CardValues, ARecordOfKohaInBibtexIsReadAsItsMarc) {
  const BookFields book = bibtex_book(
      "author={Assis, Machado de,}, title={Dom Casmurro :}, subtitle={romance /}, "
      "publisher={Garnier,}, year={1899.}, series={Clássicos ;}, address={Rio de Janeiro :}, "
      "edition={2. ed. --}");
  EXPECT_EQ(book.title, "Dom Casmurro");
  EXPECT_EQ(book.subtitle, "romance");
  EXPECT_EQ(book.author, "Assis, Machado de");
  EXPECT_EQ(book.publisher, "Garnier");
  EXPECT_EQ(book.place, "Rio de Janeiro");
  EXPECT_EQ(book.year, 1899);
  EXPECT_EQ(book.series->name, "Clássicos");
  EXPECT_EQ(book.edition, "2. ed.");
}

TEST(CardValues, MarksGoInRisAndInSheetsOfOthers) {
  const BookFields ris = ris_book("TI  - Dom Casmurro : romance /\nCY  - Rio :\nPB  - Garnier,");
  EXPECT_EQ(ris.title + "|" + ris.subtitle, "Dom Casmurro|romance");
  EXPECT_EQ(ris.place + "|" + ris.publisher, "Rio|Garnier");
  const BookFields csv = csv_row("Título|Autor|Editora|Local|Série",
                                 "Dom Casmurro /|Assis, Machado de,|Garnier,|Rio :|S ;");
  EXPECT_EQ(csv.title, "Dom Casmurro");
  EXPECT_EQ(csv.author, "Assis, Machado de");
  EXPECT_EQ(csv_row("Título|Autor", "Um|Assis, Machado de, ; Silva,  J.,").author,
            "Assis, Machado de; Silva, J.");
  EXPECT_EQ(csv_row("Título|Autor|Tradutor", "Um|X|Costa, Ana,").contributors.at(1).name,
            "Costa, Ana");
}

TEST(CardValues, AnExportOfThisServiceComesBackAsItWas) {
  catalog::Book book;
  book.id = {4};
  book.version = {1};
  BookFields& fields = book.fields.edit();
  fields.title = "Dom Casmurro /";
  fields.author = "Anônimo";
  fields.contributors = {{"Anônimo"}, {"Silva,  Ana,", "trl"}};
  fields.publisher = "[s.n.]";
  fields.place = "-";
  fields.edition = "2.0";
  fields.year = 0;
  fields.notes = {"NULL"};
  const auto writer = formats::make_writer(Format::csv);
  std::string file;
  writer->begin(file);
  writer->append(file, book);
  writer->end(file);
  const BookFields back = one_book(Format::csv, file);
  EXPECT_EQ(back, *book.fields);
}

TEST(CardValues, WhatSaysThatNothingIsKnownIsNoImprint) {
  for (const BookFields& book :
       {bibtex_book("title={Um}, address={[S.l.]}, publisher={[s.n.]}"),
        ris_book("TI  - Um\nCY  - [S.l.]\nPB  - [s.n.]"),
        csl_book(R"("publisher-place":"[S.l.]","publisher":"Sem editora")"),
        csv_row("Título,Autor,Local,Editora", "Um,X,[S.l.],Sem editora")}) {
    EXPECT_EQ(book.place + "|" + book.publisher, "|");
  }
  EXPECT_EQ(ris_book("TI  - Um\nCY  - [Rio de Janeiro]").place, "Rio de Janeiro");
  EXPECT_EQ(csv_row("Título,Autor,Local", "Um,X,[Aracaju?]").place, "Aracaju");
}

TEST(CardValues, WordsForNobodyAreNoPersons) {
  for (const char* const name : {"Vários autores", "Anônimo", "Autor desconhecido", "AA. VV."}) {
    EXPECT_EQ(bibtex_book("title={Um}, author={" + std::string(name) + "}").author, std::nullopt);
    const BookFields csv = csv_row("Título,Autor", "Um," + std::string(name));
    EXPECT_EQ(csv.author, std::nullopt) << name;
    EXPECT_TRUE(csv.contributors.empty()) << name;
  }
  EXPECT_EQ(csv_row("Título,Autor", "Um,Anônimo de Souza").author, "Anônimo de Souza");
}

TEST(CardValues, ErrorsAndNullsOfSpreadsheetsAreEmptyCells) {
  for (const char* const cell :
       {"#N/D", "#REF!", "#VALOR!", "#DIV/0!", "NULL", "NaN", "nan", "-", "N/A"}) {
    const BookFields book =
        csv_row("Título|Autor|Editora|Assunto|Edição|Tombo",
                "Um|X|" + std::string(cell) + "|" + cell + "|" + cell + "|" + cell);
    EXPECT_EQ(book.publisher + book.edition + book.extra, "") << cell;
    EXPECT_TRUE(book.subjects.empty()) << cell;
  }
  EXPECT_EQ(csv_row("Título,Autor", "-,X").title, "-");
  EXPECT_EQ(csv_row("Título,Autor,Editora", "NULL,X,Null").title, "NULL");
  EXPECT_EQ(csv_row("Título,Autor,Editora", "NULL,X,Null").publisher, "Null");
  EXPECT_TRUE(support::read_whole(Format::csv, "Título,Autor\n#N/D,X\n").at(0).problem);
}

TEST(CardValues, AnEditionThatASpreadsheetTookForANumberIsWhole) {
  EXPECT_EQ(csv_row("Título,Autor,Edição", "Um,X,2.0").edition, "2");
  EXPECT_EQ(csl_book(R"("edition":"1.0")").edition, "1");
  EXPECT_EQ(csv_row("Título,Autor,Edição", "Um,X,2.1").edition, "2.1");
}

TEST(CardValues, YearZeroIsNone) {
  EXPECT_FALSE(bibtex_book("title={Um}, year={0}").year);
  EXPECT_FALSE(ris_book("TI  - Um\nPY  - 0").year);
  EXPECT_FALSE(csl_book(R"("issued":{"date-parts":[[0]]})").year);
  EXPECT_FALSE(csv_row("Título,Autor,Ano", "Um,X,0").year);
}

}  // namespace
}  // namespace formats_card_values_test
