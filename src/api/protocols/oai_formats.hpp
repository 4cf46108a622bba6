// The forms in which OAI-PMH gives a record, by their metadataPrefix. A constant table; any thread.
// VuFind and Koha ask for MARCXML by either of two names.
#pragma once

#include <span>
#include <string_view>

#include "formats/format_names.hpp"

namespace api::oai {

struct MetadataFormat {
  std::string_view prefix;
  formats::Format format;
  std::string_view schema;
  std::string_view name_space;
};
std::span<const MetadataFormat> metadata_formats() noexcept;
// nullptr: no record has such a form.
const MetadataFormat* format_of_prefix(std::string_view prefix) noexcept;

}  // namespace api::oai
