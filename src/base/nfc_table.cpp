#include "base/nfc_table.hpp"

#include <utf8proc.h>

#include <array>
#include <cstddef>
#include <span>

namespace base {
namespace {

// Planes 0 to 2; beyond them only tags and variation selectors are assigned.
constexpr char32_t table_end = 0x30000;
constexpr std::size_t parts_max = 4;  // of a canonical decomposition

bool is_surrogate(char32_t c) noexcept { return c >= 0xD800 && c < 0xE000; }

}  // namespace

const NfcTable& NfcTable::instance() {
  static const NfcTable table;
  return table;
}

NfcTable::NfcTable() : classes_(table_end, undecided) {
  std::vector<bool> composes_backwards(table_end, false);
  for (char32_t c = 0; c < table_end; ++c) {
    if (is_surrogate(c)) {
      continue;
    }
    const auto point = static_cast<utf8proc_int32_t>(c);
    std::array<utf8proc_int32_t, parts_max> parts{};
    int boundclass = 0;
    const auto count = utf8proc_decompose_char(
        point, parts.data(), parts_max,
        static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE), &boundclass);
    if (count < 1 || count > static_cast<utf8proc_ssize_t>(parts_max)) {
      continue;
    }
    if (count > 1) {
      const std::array<utf8proc_int32_t, parts_max> taken_apart = parts;
      const auto composed = utf8proc_normalize_utf32(
          parts.data(), count, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
      if (composed != 1 || parts[0] != point) {
        continue;
      }
      const auto later = std::span(taken_apart).first(static_cast<std::size_t>(count)).subspan(1);
      for (const utf8proc_int32_t part : later) {
        composes_backwards[static_cast<std::size_t>(part)] = true;
      }
    } else if (parts[0] != point) {
      continue;
    }
    classes_[c] = static_cast<Class>(utf8proc_get_property(point)->combining_class);
  }
  for (std::size_t c = 0; c < classes_.size(); ++c) {
    if (composes_backwards[c]) {
      classes_[c] = undecided;
    }
  }
}

}  // namespace base
