// Cuts the text of a large array into the texts of its items, so that each can be read, and
// refused, alone: the whole is never a tree in memory. Only brackets, strings and commas are looked
// at; the items are as good as whoever reads them finds. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <string_view>
#include <variant>
#include <vector>

#include "json/reader.hpp"

namespace json {

struct ArraySlices {
  // Views into the text, without the blanks around them.
  std::vector<std::string_view> items;
  enum class Extent : std::uint8_t { whole, too_many, no_array } extent = Extent::whole;
};
// The first of more than `items_max` items, too_many. Failures: of what lies between the
// items alone.
Result<ArraySlices> slice_array(std::string_view text, std::size_t items_max);

}  // namespace json
