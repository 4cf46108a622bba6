#include "search/query/begun_ranges.hpp"

#include "search/index/sort_keys.hpp"

namespace search {

std::uint32_t title_place(const Segment& segment, const std::string& key) {
  const SortKeys keys(segment);
  constexpr auto by_title = catalog::SortKey::title;
  return keys.place(by_title, keys.value_of(by_title, key));
}

Begun begun_values(const Segment& segment, const std::string& text) {
  const NumberRange range = segment.values.with_prefix(text);
  return {range.begin, std::min(segment.values.seek(range.begin, text + '!'), range.end),
          range.end};
}

Begun begun_surnames(const Segment& segment, const std::string& text) {
  const std::span<const TermId> order = segment.completion.by_surname;
  const auto place_of = [&](const std::string& wanted) {
    const auto at = std::ranges::partition_point(order, [&](TermId value) {
      return filed_name(read_counted_text(segment.values.text(value))) < wanted;
    });
    return static_cast<std::uint32_t>(at - order.begin());
  };
  return {place_of(text), place_of(text + '!'), place_of(text + '\xFF')};
}

Begun begun_titles(const Segment& segment, const std::string& text) {
  return {title_place(segment, text), title_place(segment, text + '!'),
          title_place(segment, text + '\xFF')};
}

}  // namespace search
