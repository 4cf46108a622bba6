#include "base/letter_case.hpp"

#include <utf8proc.h>

#include "base/utf8.hpp"

namespace base {

std::string to_upper(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto [code_point, size] = utf8::decode(text);
    if (size == 0) break;
    const auto upper = utf8proc_toupper(static_cast<utf8proc_int32_t>(code_point));
    utf8::append(out, static_cast<char32_t>(upper));
    text.remove_prefix(size);
  }
  return out;
}

bool is_upper(char32_t code_point) noexcept {
  return utf8proc_category(static_cast<utf8proc_int32_t>(code_point)) == UTF8PROC_CATEGORY_LU;
}

}  // namespace base
