#include "formats/format_names.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/check.hpp"

namespace formats {
namespace {

constexpr std::uint8_t uses(auto... use) {
  return static_cast<std::uint8_t>((0U | ... | static_cast<unsigned>(use)));
}

constexpr std::uint8_t written = uses(Use::one_book, Use::list);
constexpr std::uint8_t both_ways = uses(Use::one_book, Use::list, Use::read);
constexpr std::uint8_t files_only = uses(Use::list, Use::read);

constexpr std::array<FormatInfo, format_count> table{{
    {Format::json, "json", "application/json; charset=utf-8", "json", written},
    {Format::ndjson, "ndjson", "application/x-ndjson", "ndjson", files_only},
    {Format::csv, "csv", "text/csv; charset=utf-8; header=present", "csv", files_only},
    {Format::marc, "marc", "application/marc", "mrc", both_ways},
    {Format::marcxml, "marcxml", "application/marcxml+xml", "xml", both_ways},
    {Format::marcjson, "marcjson", "application/marc-in-json", "json", written},
    {Format::unimarc, "unimarc", "application/unimarc", "", uses(Use::read)},
    {Format::dc, "dc", "application/xml", "xml", uses(Use::one_book)},
    {Format::mods, "mods", "application/mods+xml", "xml", written},
    {Format::bibtex, "bibtex", "application/x-bibtex; charset=utf-8", "bib", both_ways},
    {Format::ris, "ris", "application/x-research-info-systems", "ris", both_ways},
    {Format::csl, "csl", "application/vnd.citationstyles.csl+json", "json", both_ways},
    {Format::jsonld, "jsonld", "application/ld+json", "jsonld", written},
    {Format::abnt, "abnt", "text/x-bibliography; charset=utf-8", "txt", written},
}};

static_assert([] {
  for (std::size_t at = 0; at < table.size(); ++at) {
    if (static_cast<std::size_t>(table[at].format) != at) return false;
  }
  return true;
}());

// What programs call a format beside its own type.
struct Alias {
  std::string_view type;
  Format format;
};
constexpr std::array aliases{
    Alias{"application/ndjson", Format::ndjson},
    Alias{"application/jsonl", Format::ndjson},
    Alias{"application/json", Format::ndjson},  // an array of books
    Alias{"text/tab-separated-values", Format::csv},
    Alias{"application/xml", Format::marcxml},
    Alias{"text/xml", Format::marcxml},
    Alias{"application/bibtex", Format::bibtex},
    Alias{"text/x-bibtex", Format::bibtex},
};

std::string_view without_parameters(std::string_view type) noexcept {
  return type.substr(0, type.find(';'));
}

}  // namespace

std::span<const FormatInfo, format_count> format_table() noexcept { return table; }

const FormatInfo& info_of(Format format) noexcept {
  const auto at = static_cast<std::size_t>(format);
  check(at < table.size());
  return table[at];
}

std::optional<Format> format_named(std::string_view name) {
  for (const FormatInfo& row : table) {
    if (row.name == name) return row.format;
  }
  return std::nullopt;
}

std::string_view name_of(Format format) noexcept { return info_of(format).name; }

std::optional<Format> format_of_media_type(std::string_view type, Use use) {
  for (const FormatInfo& row : table) {
    if (row.can(use) && base::equal_ignoring_case(type, without_parameters(row.content_type))) {
      return row.format;
    }
  }
  if (use != Use::read) return std::nullopt;
  for (const Alias& alias : aliases) {
    if (base::equal_ignoring_case(type, alias.type)) return alias.format;
  }
  return std::nullopt;
}

std::string format_list(Use use) {
  std::string names;
  for (const FormatInfo& row : table) {
    if (!row.can(use)) continue;
    if (!names.empty()) names += ", ";
    names += row.name;
  }
  return names;
}

}  // namespace formats
