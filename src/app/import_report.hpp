// What `import` tells people: of the file as a whole, of its records, and how many of them came in.
// On stderr, the counts on stdout; in the language of the command line. Main thread.
#pragma once

#include <cstdint>
#include <string>

#include "app/config.hpp"
#include "app/import_rejections.hpp"
#include "formats/format.hpp"

namespace app {

void print_line(const std::string& line);

enum class HeaderFate : std::uint8_t { read, refused };
void report_file(const formats::Remarks& remarks, HeaderFate header);
void report_records(const Rejects& rejects);

struct ImportCounts {
  std::uint64_t created = 0;
  std::uint64_t updated = 0;
  std::uint64_t known = 0;  // in the catalogue already
  std::uint64_t refused = 0;
};
void report_counts(const ImportConfig& config, const ImportCounts& counts);

}  // namespace app
