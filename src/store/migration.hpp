// One step that brings a catalogue up to date, embedded from src/store/sql/<store>/NNNN_name.sql by
// tools/embed.py. Values, any thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace store {

struct Migration {
  int number;  // 1, 2, 3 … without gaps
  std::string_view name;
  std::string_view sql;  // one or more whole statements
};

// "0001_catalogue": how a migration is named to people, even one that this release does not know.
inline std::string migration_label(std::int64_t number, std::string_view name) {
  std::string label = std::to_string(number);
  label.insert(0, 4 - std::min<std::size_t>(4, label.size()), '0');
  return label.append("_").append(name);
}

}  // namespace store
