// Exports of other programs, whose columns are not what their headings say elsewhere: personal
// ratings and reviews, paths of files, numbers of their own. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace formats {

struct CsvTarget;

// automatic: by the headings that only one of them writes; none: no such export.
enum class CsvProfile : std::uint8_t {
  automatic,
  none,
  goodreads,
  librarything,
  calibre,
  storygraph,
  zotero,
};

std::optional<CsvProfile> csv_profile_named(std::string_view name);
std::string_view name_of(CsvProfile profile) noexcept;  // empty for automatic and none
std::span<const std::string_view> csv_profile_names() noexcept;

CsvProfile csv_profile_of(const std::vector<std::string>& headings);
// nullopt: what the heading says elsewhere holds here too.
std::optional<CsvTarget> csv_profile_target(CsvProfile profile, std::string_view heading);

// What a cell has to go through before it is a value.
enum class CsvCleaning : std::uint8_t {
  none,
  html,     // its text
  imprint,  // "Penguin Books (1996), Paperback", "Rio : Nova Fronteira, 2001." -> the publisher
  decimal,  // "2.0" -> "2", "1.50" -> "1.5"
  unknown,  // "Unknown" -> nothing
  series,   // "Harry Potter (Harry Potter, #6)" -> in front of the series
};
std::string cleaned(CsvCleaning cleaning, std::string_view cell);

// "A pedra filosofal (Harry Potter, #1)", as Goodreads writes titles; without a series `name` is
// empty, and the title is the whole.
struct TitleInSeries {
  std::string_view title;
  std::string_view name;
  std::string_view volume;
};
TitleInSeries title_in_series(std::string_view title) noexcept;

}  // namespace formats
