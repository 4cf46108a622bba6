// What a library keeps of a book beside the fields of the catalogue, as people read it: a row for
// each member of `extra`. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace web {

struct ExtraRow {
  std::string key;
  std::string text;  // simple values as they are, lists joined by "; ", objects as compact JSON

  bool operator==(const ExtraRow&) const = default;
};

// In the order of `extra`, which is one JSON object, or empty.
std::vector<ExtraRow> extra_rows(std::string_view extra);

// The text of the row with this key; empty: there is none.
std::string_view text_of(const std::vector<ExtraRow>& rows, std::string_view key) noexcept;

}  // namespace web
