// Entries of BibTeX that refer to others: what they take, from wherever in the file.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "formats/format.hpp"
#include "support/format_reading.hpp"

namespace formats_bibtex_crossrefs_test {
namespace {

using formats::Format;
using Texts = std::vector<std::string>;

TEST(BibtexCrossrefs, AnEntryTakesWhatItLacksFromTheOneItRefersTo) {
  const std::string whole =
      "@book{Whole, title = {O livro}, editor = {Lima, Rui}, publisher = {Casa}, year = 1999, "
      "isbn = {9788535902778}}\n";
  const std::string part =
      "@incollection{part, crossref = {whole}, title = {O capítulo}, author = {Costa, Ana}}\n";
  for (const std::string& bib : {part + whole, whole + part}) {
    const auto read = support::read_whole(Format::bibtex, bib);
    EXPECT_EQ(read, support::read_sliced(Format::bibtex, bib, 3));
    ASSERT_EQ(read.size(), 2U);
    EXPECT_EQ(read[0].fields->title, "O livro");
    EXPECT_EQ(read[1].fields->title, "O capítulo");
    EXPECT_EQ(read[1].fields->author, "Costa, Ana");
    EXPECT_EQ(read[1].fields->publisher, "Casa");
    EXPECT_EQ(read[1].fields->year, 1999);
    EXPECT_EQ(read[1].fields->notes, Texts{"Em: O livro"});
    EXPECT_FALSE(read[1].fields->isbn);
  }
  const auto volumes = support::read_whole(
      Format::bibtex,
      "@book{a, crossref = {w}, volume = 3}\n@book{b, crossref = {w}, title = {B}, volume = 2}\n"
      "@mvbook{w, title = {Obra}, year = 1990}\n@book{c, crossref = {nobody}, title = {C}}\n"
      "@book{d, crossref = {d}, title = {D}}\n");
  ASSERT_EQ(volumes.size(), 5U);
  EXPECT_EQ(volumes[1].fields->title, "Obra");
  EXPECT_EQ(volumes[1].fields->notes, Texts{"v. 3"});
  EXPECT_EQ(volumes[2].fields->series, (catalog::Series{"Obra", "2"}));
  EXPECT_EQ(volumes[2].fields->year, 1990);
  EXPECT_EQ(volumes[3].fields->title, "C");
  EXPECT_EQ(volumes[4].fields->title, "D");
}

TEST(BibtexCrossrefs, WhatAnEntrySaysByAnotherNameIsItsOwn) {
  const auto read = support::read_whole(
      Format::bibtex,
      "@book{w, title = {Obra}, year = 1990, address = {Lisboa}, publisher = {Casa}}\n"
      "@book{a, crossref = {w}, title = {A}, date = {1991}, location = {Porto}, "
      "institution = {USP}}\n");
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read[1].fields->year, 1991);
  EXPECT_EQ(read[1].fields->place, "Porto");
  EXPECT_EQ(read[1].fields->publisher, "USP");
  EXPECT_EQ(read[1].fields->series, (catalog::Series{"Obra", {}}));
}

TEST(BibtexCrossrefs, ThoseThatWaitForNobodyAreNotLost) {
  std::string bib;
  for (int i = 0; i < 5000; ++i)
    bib += "@book{k" + std::to_string(i) + ", crossref={x}, title={T}}\n";
  EXPECT_EQ(support::read_whole(Format::bibtex, bib).size(), 5000U);
}

TEST(Citations, AFileWithoutAnyIsNotTakenForAnEmptyOne) {
  const auto failure_of = [](Format format, std::string_view bytes) {
    const auto reader = formats::make_reader(format, {.current_year = support::current_year});
    reader->feed(bytes);
    reader->finish();
    while (reader->next()) {
    }
    const auto failed = reader->remarks().failed;
    return failed ? failed->code : std::string_view{};
  };
  for (const Format format : {Format::bibtex, Format::ris}) {
    EXPECT_EQ(failure_of(format, "nada disso\n"), formats::file_failures::malformed);
    EXPECT_EQ(failure_of(format, " \r\n"), "");
    EXPECT_EQ(failure_of(format, ""), "");
  }
  EXPECT_EQ(failure_of(Format::bibtex, "@comment{x}"), "");
  EXPECT_EQ(failure_of(Format::ris, "TY  - JOUR\nER  - \n"), "");
}

}  // namespace
}  // namespace formats_bibtex_crossrefs_test
