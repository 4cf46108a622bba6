#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "formats/csv_layout.hpp"
#include "formats/feed_buffer.hpp"
#include "formats/format.hpp"
#include "formats/iso2709.hpp"
#include "formats/text_stream.hpp"

namespace formats {
namespace {

struct Ending {
  std::string_view ending;
  Format format;
};
// ".utf8" is how the Library of Congress names its files of MARC records.
constexpr std::array endings{
    Ending{".ndjson", Format::ndjson}, Ending{".jsonl", Format::ndjson},
    Ending{".csv", Format::csv},       Ending{".tsv", Format::csv},
    Ending{".tab", Format::csv},       Ending{".mrc", Format::marc},
    Ending{".marc", Format::marc},     Ending{".iso2709", Format::marc},
    Ending{".utf8", Format::marc},     Ending{".bib", Format::bibtex},
    Ending{".bibtex", Format::bibtex}, Ending{".ris", Format::ris},
};
// Endings of files that are written only, or of which the first bytes say what they hold.
constexpr std::array written_endings{
    Ending{".json", Format::json},     Ending{".marcxml", Format::marcxml},
    Ending{".xml", Format::marcxml},   Ending{".mods", Format::mods},
    Ending{".jsonld", Format::jsonld}, Ending{".txt", Format::abnt},
};

template <std::size_t Size>
std::optional<Format> by_ending(const std::array<Ending, Size>& known, std::string_view name) {
  for (const Ending& row : known) {
    if (base::ends_ignoring_case(name, row.ending)) return row.format;
  }
  return std::nullopt;
}

// A leader: five digits of length, or blanks where a writer left them out, and "22" and "4500"
// where MARC 21 and UNIMARC fix them ("450 "). "00" for "22" is CDS/ISIS, which the reader of MARC
// knows how to refuse.
bool looks_like_marc(std::string_view bytes) noexcept {
  if (bytes.size() < iso2709_leader_bytes) return false;
  const std::string_view length = bytes.substr(0, 5);
  const std::string_view counts = bytes.substr(10, 2);
  return length.find_first_not_of("0123456789 ") == std::string_view::npos &&
         (counts == "22" || counts == "00") && bytes.substr(20, 2) == "45";
}

// The title stands in 200 in UNIMARC, in 245 in MARC 21.
class TitleTags {
 public:
  void see(std::string_view tag) noexcept {
    has_200_ = has_200_ || tag == "200";
    has_245_ = has_245_ || tag == "245";
  }
  bool is_unimarc() const noexcept { return has_200_ && !has_245_; }

 private:
  bool has_200_ = false;
  bool has_245_ = false;
};

// By the directory of the first record.
bool is_unimarc_record(std::string_view bytes) noexcept {
  constexpr std::size_t entry_bytes = 12;
  constexpr char field_terminator = '\x1E';
  TitleTags tags;
  for (std::size_t at = iso2709_leader_bytes;
       at + entry_bytes <= bytes.size() && bytes[at] != field_terminator; at += entry_bytes) {
    tags.see(bytes.substr(at, 3));
  }
  return tags.is_unimarc();
}

bool is_unimarc_xml(std::string_view bytes) noexcept {
  if (bytes.find("format=\"UNIMARC\"") != std::string_view::npos) return true;
  const std::string_view record = bytes.substr(0, bytes.find("</record"));
  TitleTags tags;
  constexpr std::string_view attribute = " tag=";
  for (std::size_t at = record.find(attribute); at != std::string_view::npos;
       at = record.find(attribute, at + 1)) {
    tags.see(record.substr(std::min(at + attribute.size() + 1, record.size()), 3));
  }
  return tags.is_unimarc();
}

bool looks_like_csv(std::string_view bytes) {
  TextStream text;
  std::string head = text.take(bytes.substr(0, csv_layout_bytes));
  head += text.finish();
  const Head extent = bytes.size() < csv_layout_bytes ? Head::whole : Head::cut;
  return find_csv_layout(head, extent, {}).has_title;
}

// Books have no `type`; every item of CSL-JSON has one, as a member of its own.
bool is_csl(std::string_view json) noexcept {
  constexpr std::string_view type = "\"type\"";
  int depth = 0;
  for (std::size_t at = 0; at < json.size(); ++at) {
    const char c = json[at];
    if (c == '{') ++depth;
    if (c == '}' && --depth == 0) return false;
    if (c != '"') continue;
    if (depth == 1 && json.substr(at).starts_with(type)) {
      const std::size_t next = json.find_first_not_of(" \t\r\n", at + type.size());
      if (next != std::string_view::npos && json[next] == ':') return true;
    }
    for (++at; at < json.size() && json[at] != '"'; ++at) {
      if (json[at] == '\\') ++at;
    }
  }
  return false;
}

// "TY  - BOOK"; some writers put one blank where two belong, or none behind the dash.
bool begins_reference(std::string_view line) noexcept {
  return line.starts_with("TY  -") || line.starts_with("TY - ");
}

// Lines that stand above a first reference: "Provider: Casa", "1.", empty ones.
bool stands_above_reference(std::string_view line) noexcept {
  const std::size_t colon = line.find(": ");
  const bool is_header =
      colon != std::string_view::npos && colon > 0 &&
      std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(colon),
                  [](char c) { return base::is_letter(c) || c == '-'; });
  const bool is_number = line.size() > 1 && line.ends_with('.') &&
                         std::all_of(line.begin(), line.end() - 1, base::is_digit);
  return line.empty() || is_header || is_number;
}

bool looks_like_ris(std::string_view text) noexcept {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    const std::string_view line = base::trim(text.substr(0, end));
    if (begins_reference(line)) return true;
    if (!stands_above_reference(line)) return false;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return false;
}

// "@word{" or "@word(" at the beginning of a line, of which some may be remarks.
bool looks_like_bibtex(std::string_view text) noexcept {
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    if (at > 0 && text[at - 1] != '\n' && text[at - 1] != '\r') continue;
    std::size_t end = at + 1;
    while (end < text.size() && base::is_letter(text[end])) ++end;
    const std::size_t open = text.find_first_not_of(" \t\r\n", end);
    if (end > at + 1 && open != std::string_view::npos && (text[open] == '{' || text[open] == '('))
      return true;
  }
  return false;
}

bool looks_like_marc_xml(std::string_view text) noexcept {
  return text.starts_with('<') && (text.find("record") != std::string_view::npos ||
                                   text.find("collection") != std::string_view::npos);
}

std::optional<Format> guess_by_content(std::string_view bytes) {
  std::string_view text = bytes;
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  // In front of JSON texts may stand the separator of RFC 7464.
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n\x1E"), text.size()));
  if (text.starts_with('{') || text.starts_with('[')) {
    return is_csl(text) ? Format::csl : Format::ndjson;
  }
  if (looks_like_marc(text)) return is_unimarc_record(text) ? Format::unimarc : Format::marc;
  if (looks_like_marc_xml(text)) return is_unimarc_xml(text) ? Format::unimarc : Format::marcxml;
  if (looks_like_ris(text)) return Format::ris;
  if (looks_like_csv(bytes)) return Format::csv;
  if (looks_like_bibtex(text)) return Format::bibtex;
  return std::nullopt;
}

}  // namespace

std::optional<Format> guess_format(const Sample& sample) {
  const auto named = by_ending(endings, sample.file_name);
  const std::string_view bytes = sample.first_bytes;
  const bool is_utf16 = bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
  if (!named && is_utf16) return guess_by_content(TextStream().take(bytes));
  if (!named) return guess_by_content(bytes);
  const auto content = *named == Format::marc ? guess_by_content(sample.first_bytes) : std::nullopt;
  return content == Format::unimarc || content == Format::marcxml ? content : named;
}

std::optional<Format> format_of_ending(std::string_view file_name) {
  const auto format = by_ending(endings, file_name);
  return format ? format : by_ending(written_endings, file_name);
}

}  // namespace formats
