#include "formats/foreign_file.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "base/ascii.hpp"
#include "formats/text_stream.hpp"

namespace formats {
namespace {

using catalog::Wording;
using std::string_view_literals::operator""sv;

constexpr Wording is_a_workbook{"é uma planilha (.xlsx, .ods ou .xls): salve como CSV (UTF-8)",
                                "it is a spreadsheet (.xlsx, .ods or .xls): save as CSV (UTF-8)"};
constexpr Wording is_a_document{
    "é um documento de texto (.docx, .odt): exporte a lista como CSV ou RIS",
    "it is a text document (.docx, .odt): export the list as CSV or RIS"};
constexpr Wording is_a_zip{
    "é um arquivo ZIP: extraia-o e envie o que há dentro; de planilhas, o CSV",
    "it is a ZIP archive: unpack it and send what is inside; of spreadsheets, "
    "the CSV"};
constexpr Wording is_compressed{"está compactado: descompacte-o antes",
                                "it is compressed: decompress it first"};
constexpr Wording is_an_epub{"é um livro (EPUB), não uma lista de livros",
                             "it is a book (EPUB), not a list of books"};
constexpr Wording is_a_pdf{"é um PDF: peça os dados em MARC, CSV, RIS ou BibTeX",
                           "it is a PDF: ask for the data in MARC, CSV, RIS or BibTeX"};
constexpr Wording is_a_picture{"é uma imagem", "it is a picture"};
constexpr Wording is_a_database{
    "é um banco SQLite: cópias de um catálogo abrem-se com --database; do Calibre, exporte um CSV",
    "it is an SQLite database: copies of a catalogue are opened with --database; of Calibre, "
    "export a CSV"};
constexpr Wording is_a_page{
    "é uma página (HTML), talvez a de entrada de um site: baixe o arquivo outra vez",
    "it is a page (HTML), perhaps the login of a site: download the file again"};
constexpr Wording is_mnemonic_marc{
    "é MARC como texto (.mrk do MarcEdit): compile-o em .mrc ou MARCXML",
    "it is MARC as text (MarcEdit's .mrk): compile it into .mrc or MARCXML"};
constexpr Wording is_of_a_reference_manager{
    "é de um gerenciador de referências (EndNote, PubMed, Web of Science): "
    "exporte como RIS ou BibTeX",
    "it is of a reference manager (EndNote, PubMed, Web of Science): export "
    "as RIS or BibTeX"};
constexpr Wording is_mods{"é MODS, que não se importa: peça os mesmos registros em MARCXML",
                          "it is MODS, which is not imported: ask for the same records in MARCXML"};
constexpr Wording is_dublin_core{
    "é Dublin Core, que não se importa: peça os mesmos registros em MARCXML ou CSV",
    "it is Dublin Core, which is not imported: ask for the same records in MARCXML or CSV"};
constexpr Wording is_rdf{"é RDF, que não se importa: exporte como BibTeX, RIS ou CSV",
                         "it is RDF, which is not imported: export as BibTeX, RIS or CSV"};
constexpr Wording is_onix{"é ONIX, que não se importa: peça os dados em MARC ou CSV",
                          "it is ONIX, which is not imported: ask for the data in MARC or CSV"};
constexpr Wording is_a_feed{"é um feed (Atom ou RSS): peça os dados em MARCXML ou CSV",
                            "it is a feed (Atom or RSS): ask for the data in MARCXML or CSV"};

struct KnownFile {
  std::string_view beginning;
  Wording told;
};

// Bytes by which files of a kind begin.
constexpr std::array file_signatures{
    KnownFile{"\xD0\xCF\x11\xE0"sv, is_a_workbook},  // .xls, and other files of old office programs
    KnownFile{"\x1F\x8B"sv, is_compressed},          // gzip
    KnownFile{"BZh"sv, is_compressed},
    KnownFile{"\xFD"
              "7zXZ"sv,
              is_compressed},
    KnownFile{"\x28\xB5\x2F\xFD"sv, is_compressed},  // zstd
    KnownFile{"7z\xBC\xAF"sv, is_compressed},
    KnownFile{"Rar!\x1A"sv, is_compressed},
    KnownFile{"%PDF-"sv, is_a_pdf},
    KnownFile{"{\\rtf"sv, is_a_document},
    KnownFile{"SQLite format 3\0"sv, is_a_database},
    KnownFile{"\x89PNG"sv, is_a_picture},
    KnownFile{"\xFF\xD8\xFF"sv, is_a_picture},  // JPEG
};

// What the first entry of a ZIP archive is called, or holds, in files that are archives.
constexpr std::array zip_entries{
    KnownFile{"mimetypeapplication/epub+zip"sv, is_an_epub},
    KnownFile{"mimetypeapplication/vnd.oasis.opendocument.text"sv, is_a_document},
    KnownFile{"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"sv, is_a_workbook},
    KnownFile{"word/"sv, is_a_document},
    KnownFile{"[Content_Types].xml"sv, is_a_workbook},
    KnownFile{"_rels/"sv, is_a_workbook},
    KnownFile{"docProps/"sv, is_a_workbook},
    KnownFile{"xl/"sv, is_a_workbook},
};

// The first element of a document in XML, without its namespace.
constexpr std::array xml_roots{
    KnownFile{"html"sv, is_a_page},
    KnownFile{"mods"sv, is_mods},
    KnownFile{"modsCollection"sv, is_mods},
    KnownFile{"rdf"sv, is_rdf},
    KnownFile{"ONIXMessage"sv, is_onix},
    KnownFile{"PubmedArticleSet"sv, is_of_a_reference_manager},
    KnownFile{"xml"sv, is_of_a_reference_manager},  // EndNote's
    KnownFile{"dc"sv, is_dublin_core},
    KnownFile{"feed"sv, is_a_feed},
    KnownFile{"rss"sv, is_a_feed},
};

template <std::size_t Size>
std::optional<Wording> by_beginning(const std::array<KnownFile, Size>& kinds,
                                    std::string_view bytes) {
  const auto* const kind = std::ranges::find_if(
      kinds, [bytes](const KnownFile& one) { return bytes.starts_with(one.beginning); });
  return kind == kinds.end() ? std::nullopt : std::optional(kind->told);
}

// APPNOTE.TXT 4.3.7: 26 bytes behind the signature, of which the last four are the lengths of the
// name and of what follows it.
std::optional<Wording> zip_archive(std::string_view bytes) {
  constexpr std::size_t header_bytes = 30;
  if (!bytes.starts_with("PK\x03\x04")) return std::nullopt;
  const std::string_view name = bytes.substr(std::min(header_bytes, bytes.size()));
  const bool is_office = name.starts_with("[Content_Types].xml") || name.starts_with("_rels/");
  if (is_office && name.find("word/") != std::string_view::npos) return is_a_document;
  return by_beginning(zip_entries, name).value_or(is_a_zip);
}

bool has_any(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::ranges::any_of(
      parts, [text](std::string_view part) { return text.find(part) != std::string_view::npos; });
}

// The name of the first element; in what comes before it, "<" is followed by a sign.
std::string_view root_name(std::string_view xml) {
  for (std::size_t at = 0; at < xml.size(); at = xml.find('<', at + 1)) {
    if (!base::is_letter(xml.substr(at + 1, 1).empty() ? ' ' : xml[at + 1])) continue;
    const std::string_view name =
        xml.substr(at + 1, xml.find_first_of(" \t\r\n/>", at + 1) - at - 1);
    return name.substr(name.find(':') + 1);
  }
  return {};
}

std::optional<Wording> xml_document(std::string_view xml) {
  if (base::begins_ignoring_case(xml, "<!doctype html")) return is_a_page;
  // Records of MARC are read wherever in a document they stand.
  if (!xml.starts_with('<') || has_any(xml, {"leader", "controlfield", "datafield"})) {
    return std::nullopt;
  }
  const std::string_view root = root_name(xml);
  const auto* const kind = std::ranges::find_if(xml_roots, [root](const KnownFile& one) {
    return base::equal_ignoring_case(root, one.beginning);
  });
  return kind == xml_roots.end() ? std::nullopt : std::optional(kind->told);
}

// "%T " and its like begin the lines of Refer; a remark of BibTeX has a blank behind the sign.
bool is_refer(std::string_view text) {
  return text.starts_with('%') && text.substr(1, 1) != " " && text.substr(2, 1) == " " &&
         (text.starts_with("%T ") || has_any(text, {"\n%T ", "\r%T "}));
}

std::optional<Wording> text_file(std::string_view text) {
  if (text.starts_with("=LDR ") || text.starts_with("=000 ")) return is_mnemonic_marc;
  const bool is_web_of_science = text.starts_with("FN ") && has_any(text, {"\nVR ", "\rVR "});
  if (is_refer(text) || is_web_of_science || text.starts_with("PMID- "))
    return is_of_a_reference_manager;
  return xml_document(text);
}

}  // namespace

std::optional<Wording> foreign_file(std::string_view first_bytes) {
  if (const auto told = by_beginning(file_signatures, first_bytes)) return told;
  if (const auto told = zip_archive(first_bytes)) return told;
  constexpr std::size_t text_bytes_max = 4096;
  TextStream stream;
  const std::string decoded = stream.take(first_bytes.substr(0, text_bytes_max));
  std::string_view text = decoded;
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  return text_file(text);
}

}  // namespace formats
