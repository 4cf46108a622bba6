#include "app/isbn_table.hpp"

#include <cstddef>
#include <fstream>
#include <stdexcept>

#include "app/language.hpp"

namespace app {
namespace {

// The agency's message has 0.2 MB: what is far larger is another file.
constexpr std::size_t table_bytes_max = std::size_t{8} * 1024 * 1024;

[[noreturn]] void refuse(const std::string& file, const std::string& why) {
  throw std::runtime_error("--isbn-ranges: " + file + ": " + why);
}

std::string content_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text(table_bytes_max + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad() || (in.fail() && !in.eof())) {
    refuse(file, say({"não consigo ler", "cannot read"}));
  }
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > table_bytes_max) {
    refuse(file, say({"grande demais", "too large"}));
  }
  return text;
}

}  // namespace

catalog::IsbnRanges read_isbn_ranges(const std::string& file) {
  if (file.empty()) {
    return *catalog::IsbnRanges::parse(catalog::default_isbn_ranges());
  }
  auto ranges = catalog::IsbnRanges::parse(content_of(file));
  if (!ranges) {
    refuse(file, ranges.error().in(language()));
  }
  return *std::move(ranges);
}

}  // namespace app
