#include <gtest/gtest.h>

#include <string>

#include "formats/foreign_file.hpp"
#include "formats/format.hpp"

namespace {

using std::string_literals::operator""s;

// A ZIP archive whose first entry is called so, and what follows the name.
std::string archive(const std::string& name) {
  return "PK\x03\x04" + std::string(26, '\x14') + name;
}

std::string told(const std::string& bytes) {
  const auto wording = formats::foreign_file(bytes);
  return wording ? std::string(wording->portuguese) : "";
}

TEST(ForeignFile, ASpreadsheetIsToBeSavedAsCsv) {
  for (const std::string& bytes :
       {archive("[Content_Types].xml"), archive("xl/workbook.xml"), archive("_rels/.rels"),
        archive("mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK"),
        "\xD0\xCF\x11\xE0\xA1\xB1"s}) {
    EXPECT_NE(told(bytes).find("é uma planilha"), std::string::npos) << bytes;
    EXPECT_NE(told(bytes).find("CSV"), std::string::npos) << bytes;
  }
}

TEST(ForeignFile, OtherArchivesAreToldByTheirFirstEntry) {
  EXPECT_NE(told(archive("livros.csv")).find("ZIP"), std::string::npos);
  EXPECT_NE(told("PK\x03\x04").find("ZIP"), std::string::npos);
  EXPECT_NE(told(archive("[Content_Types].xml...word/document.xml")).find(".docx"),
            std::string::npos);
  EXPECT_NE(told(archive("mimetypeapplication/vnd.oasis.opendocument.text")).find(".odt"),
            std::string::npos);
  EXPECT_NE(told(archive("mimetypeapplication/epub+zip")).find("EPUB"), std::string::npos);
}

struct Case {
  std::string bytes;
  std::string part;  // of what is told
};

TEST(ForeignFile, EachKindIsToldByName) {
  for (const auto& [bytes, part] : {
           Case{"\x1F\x8B\x08\x00"s, "compactado"},
           Case{"BZh91AY", "compactado"},
           Case{"\x28\xB5\x2F\xFD", "compactado"},
           Case{"%PDF-1.7", "PDF"},
           Case{"{\\rtf1\\ansi", "documento"},
           Case{"SQLite format 3\0\x10"s, "SQLite"},
           Case{"\x89PNG\r\n", "imagem"},
           Case{"<!DOCTYPE html>\n<html>", "HTML"},
           Case{"\n<HTML lang=\"pt\">", "HTML"},
           Case{"<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"\"><html>", "HTML"},
           Case{"\xEF\xBB\xBF=LDR  00714cam a2200205 a 4500\n=245  10$aUm", ".mrk"},
           Case{"%0 Book\n%A Ana\n%T Um\n", "EndNote"},
           Case{"FN Clarivate Analytics Web of Science\nVR 1.0\nPT B\n", "Web of Science"},
           Case{"PMID- 123\nTI  - Um\n", "PubMed"},
           Case{"<?xml version=\"1.0\"?>\n<!-- Zotero -->\n<rdf:RDF xmlns:rdf=\"x\">", "RDF"},
           Case{"<modsCollection xmlns=\"x\"><mods><recordInfo>", "MODS"},
           Case{"<mods:mods xmlns:mods=\"x\">", "MODS"},
           Case{"<oai_dc:dc xmlns:oai_dc=\"x\">", "Dublin Core"},
           Case{"<ONIXMessage release=\"3.0\">", "ONIX"},
           Case{"<xml><records><record><database>", "EndNote"},
           Case{"<feed xmlns=\"http://www.w3.org/2005/Atom\">", "feed"},
           Case{"\xFF\xFE<\0h\0t\0m\0l\0>\0"s, "HTML"},
       }) {
    EXPECT_NE(told(bytes).find(part), std::string::npos) << bytes << ": " << told(bytes);
  }
}

TEST(ForeignFile, WhatIsReadIsNone) {
  for (const std::string& bytes :
       {""s, "PK;titulo\n1;Um\n"s, "% Encoding: UTF-8\n@book{a, title={%T x}}"s,
        "%a\n@book{a, title={Um}}"s, "TY  - BOOK\nTI  - Um\n"s, "{\"titulo\":\"Um\"}"s,
        "<collection xmlns=\"http://www.loc.gov/MARC21/slim\"><record><leader>"s,
        "<OAI-PMH><ListRecords><record><metadata><marc:record><marc:leader>"s,
        "<rdf:RDF><marc:record><marc:datafield tag=\"245\">"s, "titulo\nFN VR\n"s,
        "00714cam a2200205 a 4500"s, "<"s, "< "s, "<!-- "s}) {
    EXPECT_FALSE(formats::foreign_file(bytes).has_value()) << bytes;
  }
}

}  // namespace
