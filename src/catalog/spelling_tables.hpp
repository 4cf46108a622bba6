// The steps to a spelling family that tables of Portuguese decide: stems, consonants, endings.
// Pure functions, any thread; the buffer that is written to must not be the one that is read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace catalog::spelling {

// Rows of a table in which what is looked for together stands together.
struct RowRange {
  std::uint16_t begin = 0;
  std::uint16_t end = 0;

  constexpr void add(std::size_t row) noexcept {
    begin = end == 0 ? static_cast<std::uint16_t>(row) : begin;
    end = static_cast<std::uint16_t>(row + 1);
  }
};

// Writes a word of write_letters() with the stems of today: Greek and Hebrew ones, irregular ones.
void write_stems(std::string_view letters, std::string& out);

// Writes a word without the consonants that fell silent, and qu as k.
void write_clusters(std::string_view sounds, std::string& out);

// Gives a word that begins with '^', without '$', the ending of today.
void write_ending(std::string& key);

}  // namespace catalog::spelling
