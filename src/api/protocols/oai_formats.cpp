#include "api/protocols/oai_formats.hpp"

#include <algorithm>
#include <array>

namespace api::oai {
namespace {

using formats::Format;

constexpr std::string_view marc_schema =
    "http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd";
constexpr std::string_view marc_name_space = "http://www.loc.gov/MARC21/slim";

constexpr std::array table{
    MetadataFormat{"oai_dc", Format::dc, "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
                   "http://www.openarchives.org/OAI/2.0/oai_dc/"},
    MetadataFormat{"marc21", Format::marcxml, marc_schema, marc_name_space},
    MetadataFormat{"marcxml", Format::marcxml, marc_schema, marc_name_space},
    MetadataFormat{"mods", Format::mods, "http://www.loc.gov/standards/mods/v3/mods-3-7.xsd",
                   "http://www.loc.gov/mods/v3"},
};

}  // namespace

std::span<const MetadataFormat> metadata_formats() noexcept { return table; }

const MetadataFormat* format_of_prefix(std::string_view prefix) noexcept {
  const auto* const found = std::ranges::find(table, prefix, &MetadataFormat::prefix);
  return found == table.end() ? nullptr : found;
}

}  // namespace api::oai
