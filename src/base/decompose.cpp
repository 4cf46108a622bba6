#include "base/decompose.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/check.hpp"
#include "base/utf8.hpp"

namespace base {
namespace {

using Points = std::vector<std::int32_t>;

// The most code points that one decomposes into (U+FDFA becomes 18).
constexpr std::size_t longest = 32;

auto combining_class(std::int32_t c) noexcept { return utf8proc_get_property(c)->combining_class; }

void append_decomposed(Points& out, char32_t c, int options) {
  if (c < 0x80) {
    // Nothing below U+00A0 decomposes.
    out.push_back(static_cast<std::int32_t>(c));
    return;
  }
  std::array<utf8proc_int32_t, longest> becomes{};
  int last_boundclass = 0;
  const auto count =
      utf8proc_decompose_char(static_cast<utf8proc_int32_t>(c), becomes.data(),
                              static_cast<utf8proc_ssize_t>(becomes.size()),
                              static_cast<utf8proc_option_t>(options), &last_boundclass);
  check(count >= 0 && static_cast<std::size_t>(count) <= becomes.size());
  out.insert(out.end(), becomes.begin(), becomes.begin() + count);
}

// Marks between two starters, by class; marks of one class keep their order.
void order_marks(Points& points) {
  const auto by_class = [](std::int32_t left, std::int32_t right) {
    return combining_class(left) < combining_class(right);
  };
  const auto is_mark = [](std::int32_t c) { return combining_class(c) != 0; };
  for (auto begin = points.begin(); begin != points.end();) {
    begin = std::find_if(begin, points.end(), is_mark);
    const auto end = std::find_if_not(begin, points.end(), is_mark);
    if (!std::is_sorted(begin, end, by_class)) {
      std::stable_sort(begin, end, by_class);
    }
    begin = end;
  }
}

}  // namespace

std::vector<std::int32_t> decompose(std::string_view text, int options) {
  Points points;
  points.reserve(text.size() + longest);
  while (!text.empty()) {
    const auto [code_point, size] = utf8::decode(text);
    check(size > 0);
    append_decomposed(points, code_point, options);
    text.remove_prefix(size);
  }
  order_marks(points);
  return points;
}

}  // namespace base
