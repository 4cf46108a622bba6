#include "search/index/completion_columns.hpp"

#include <string>
#include <utility>

namespace search {
namespace {

// A byte of `books`: 0 for neither, then persons, then subjects; looked_up for what stands among
// the common values.
constexpr std::uint32_t counted_in_byte_max = 126;
constexpr std::uint8_t looked_up = 255;

constexpr std::uint8_t books_byte(std::uint32_t persons, std::uint32_t subjects) noexcept {
  if ((persons > 0 && subjects > 0) || persons > counted_in_byte_max ||
      subjects > counted_in_byte_max) {
    return looked_up;
  }
  return static_cast<std::uint8_t>(subjects > 0 ? counted_in_byte_max + subjects : persons);
}

constexpr std::size_t blocks_of(std::size_t places) noexcept {
  return (places + tops_block - 1) / tops_block;
}

// The level of the highest count of each block; `count`: of a place.
template <class Count>
std::vector<std::uint8_t> tops_of(std::size_t places, Count count) {
  std::vector<std::uint8_t> tops(blocks_of(places), 0);
  for (std::size_t place = 0; place < places; ++place) {
    std::uint8_t& top = tops[place / tops_block];
    top = std::max(top, top_level(count(place)));
  }
  return tops;
}

}  // namespace

CommonValue CompletionColumns::counts(TermId value) const noexcept {
  const std::uint8_t byte = books[value];
  if (byte <= counted_in_byte_max) {
    return {value, byte, 0};
  }
  if (byte != looked_up) {
    return {value, 0, byte - counted_in_byte_max};
  }
  const auto at = std::ranges::lower_bound(common, value, {}, &CommonValue::value);
  return at != common.end() && at->value == value ? *at : CommonValue{value, 0, 0};
}

bool CompletionColumns::hold_together(std::size_t values, std::size_t documents) const noexcept {
  return books.size() == values && person_tops.size() == blocks_of(values) &&
         subject_tops.size() == blocks_of(values) &&
         surname_tops.size() == blocks_of(by_surname.size()) &&
         title_tops.size() == blocks_of(documents) &&
         std::ranges::all_of(by_surname, [values](TermId value) { return value < values; });
}

void ValueCounts::add(std::span<const TermId> persons, std::span<const TermId> subjects) {
  for (const TermId value : persons) {
    ++persons_[value];
  }
  for (const TermId value : subjects) {
    ++subjects_[value];
  }
}

void ValueCounts::write(ColumnWriter& columns) const {
  std::vector<CommonValue> common;
  columns.begin(Column::value_books);
  for (TermId value = 0; value < persons_.size(); ++value) {
    const std::uint8_t byte = books_byte(persons_[value], subjects_[value]);
    columns.append_number(byte);
    if (byte == looked_up) {
      common.push_back({value, persons_[value], subjects_[value]});
    }
  }
  columns.add(Column::common_values, common);
  columns.add(Column::person_tops,
              tops_of(persons_.size(), [this](std::size_t value) { return persons_[value]; }));
  columns.add(Column::subject_tops,
              tops_of(subjects_.size(), [this](std::size_t value) { return subjects_[value]; }));
}

void write_surname_order(ColumnWriter& columns, std::span<const TermId> by_surname,
                         const ValueCounts& counts) {
  columns.begin(Column::by_surname);
  columns.append({reinterpret_cast<const char*>(by_surname.data()), by_surname.size_bytes()});
  columns.add(Column::surname_tops, tops_of(by_surname.size(), [&](std::size_t place) {
                return counts.persons(by_surname[place]);
              }));
}

std::vector<TermId> surname_order(const ValueCounts& counts, std::size_t values,
                                  const std::function<std::string_view(TermId)>& text) {
  std::vector<std::pair<std::string, TermId>> persons;
  for (TermId value = 0; value < values; ++value) {
    if (counts.is_person(value)) {
      persons.emplace_back(filed_name(read_counted_text(text(value))), value);
    }
  }
  std::ranges::sort(persons);
  std::vector<TermId> order;
  order.reserve(persons.size());
  for (const auto& [name, value] : persons) {
    order.push_back(value);
  }
  return order;
}

void write_title_tops(ColumnWriter& columns, std::span<const std::uint32_t> title_ranks) {
  std::vector<std::uint32_t> documents;  // by rank
  for (const std::uint32_t rank : title_ranks) {
    if (rank >= documents.size()) {
      documents.resize(rank + std::size_t{1}, 0);
    }
    ++documents[rank];
  }
  std::vector<std::uint8_t> tops(blocks_of(title_ranks.size()), 0);
  std::size_t place = 0;
  for (const std::uint32_t count : documents) {
    std::uint8_t& top = tops[place / tops_block];
    top = std::max(top, top_level(count));
    place += count;
  }
  columns.add(Column::title_tops, tops);
}

}  // namespace search
