#include "search/index/segment.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "catalog/spelling.hpp"
#include "search/index/segment_layout.hpp"

namespace search {

// FNV-1a, 32 bits.
std::uint32_t family_hash(std::string_view key) noexcept {
  std::uint32_t hash = 2166136261U;
  for (const char byte : key) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619U;
  }
  return hash;
}

std::vector<TermId> Segment::family(std::string_view key, std::string_view member) const {
  const std::uint32_t hash = family_hash(key);
  std::vector<TermId> members;
  for (auto at = std::lower_bound(families.begin(), families.end(), FamilyMember{hash, 0});
       at != families.end() && at->family == hash; ++at) {
    // Two families may share a hash.
    const std::string_view text = words.text(at->word);
    if (text == member || catalog::spelling_family(text) == key) {
      members.push_back(at->word);
    }
  }
  return members;
}

bool Segment::has_relatives(std::string_view key, std::string_view member) const noexcept {
  const std::uint32_t hash = family_hash(key);
  const auto first = std::lower_bound(families.begin(), families.end(), FamilyMember{hash, 0});
  if (first == families.end() || first->family != hash) {
    return false;
  }
  const auto second = first + 1;
  return (second != families.end() && second->family == hash) || words.text(first->word) != member;
}

// ---- from bytes

namespace {

// True when the ends of parts rise up to the size of the whole.
bool rise_to(std::span<const std::uint32_t> ends, std::size_t size) noexcept {
  return std::is_sorted(ends.begin(), ends.end()) && (ends.empty() ? 0 : ends.back()) == size;
}

bool ascend(std::span<const std::int64_t> ids) noexcept {
  return std::adjacent_find(ids.begin(), ids.end(), std::greater_equal<>()) == ids.end();
}

bool documents_hold_together(const DocumentColumns& documents, std::size_t values) noexcept {
  const std::size_t docs = documents.ids.size();
  const auto are_values = [values](std::span<const std::uint32_t> numbers) {
    return std::all_of(numbers.begin(), numbers.end(),
                       [values](std::uint32_t number) { return number <= values; });
  };
  return documents.updated_ms.size() == docs && documents.created_ms.size() == docs &&
         documents.years.size() == docs && documents.languages.size() == docs &&
         documents.authors.size() == docs && documents.title_words.size() == docs &&
         documents.article_words.size() == docs && documents.record_ends.size() == docs &&
         rise_to(documents.record_ends, documents.records.size()) && ascend(documents.ids) &&
         are_values(documents.languages) && are_values(documents.authors);
}

SortColumns sorting_of(const ColumnReader& columns) noexcept {
  const auto docs = [&](Column column) { return columns.numbers<DocNumber>(column); };
  const auto ranks = [&](Column column) { return columns.numbers<std::uint32_t>(column); };
  return {ranks(Column::title_ranks),
          ranks(Column::author_ranks),
          docs(Column::by_title),
          docs(Column::by_author),
          docs(Column::by_year),
          docs(Column::by_created),
          docs(Column::by_updated),
          docs(Column::odd_titles),
          columns.bytes(Column::odd_title_keys),
          ranks(Column::odd_title_key_ends)};
}

bool sorting_holds_together(const SortColumns& sorting, std::size_t docs) noexcept {
  const auto are_all_below = [docs](std::span<const std::uint32_t> numbers) {
    return std::all_of(numbers.begin(), numbers.end(),
                       [docs](std::uint32_t number) { return number < docs; });
  };
  const auto is_order = [&](std::span<const DocNumber> order) {
    return (order.empty() || order.size() == docs) && are_all_below(order);
  };
  const auto are_ranks = [&](std::span<const std::uint32_t> ranks) {
    return ranks.size() == docs && are_all_below(ranks);
  };
  return are_ranks(sorting.title_ranks) && are_ranks(sorting.author_ranks) &&
         is_order(sorting.by_title) && is_order(sorting.by_author) && is_order(sorting.by_year) &&
         is_order(sorting.by_created) && is_order(sorting.by_updated) &&
         are_all_below(sorting.odd_titles) &&
         std::is_sorted(sorting.odd_titles.begin(), sorting.odd_titles.end()) &&
         sorting.odd_title_key_ends.size() == sorting.odd_titles.size() &&
         rise_to(sorting.odd_title_key_ends, sorting.odd_title_keys.size());
}

std::vector<LanguageCount> languages_of(const DocumentColumns& documents,
                                        const TermDictionary& values) {
  std::map<std::uint32_t, std::uint32_t> by_value;
  for (const std::uint32_t value : documents.languages) {
    ++by_value[value];
  }
  by_value.erase(0);
  std::vector<LanguageCount> languages;
  // Values are in the order of their texts, so the regions of a language are neighbours.
  for (const auto& [value, count] : by_value) {
    const std::string_view tag = values.text(value - 1);
    const std::string_view language = tag.substr(0, tag.find('-'));
    if (languages.empty() || languages.back().language != language) {
      languages.push_back({language});
    }
    languages.back().documents += count;
    languages.back().tags.push_back(value - 1);
  }
  return languages;
}

bool lists_hold_together(const PostingLists& lists, std::size_t words) noexcept {
  return lists.ends.size() == words && rise_to(lists.ends, lists.bytes.size());
}

}  // namespace

SegmentPtr Segment::of(SegmentBytesPtr bytes) {
  const auto columns = ColumnReader::of(bytes->view());
  if (!columns) {
    return nullptr;
  }
  const auto ends = [&](Column column) { return columns->numbers<std::uint32_t>(column); };
  auto segment = std::make_shared<Segment>();
  segment->documents = {columns->numbers<std::int64_t>(Column::ids),
                        columns->numbers<std::int64_t>(Column::updated_ms),
                        columns->numbers<std::int64_t>(Column::created_ms),
                        columns->numbers<std::int16_t>(Column::years),
                        columns->numbers<std::uint32_t>(Column::languages),
                        columns->numbers<std::uint32_t>(Column::authors),
                        columns->numbers<std::uint8_t>(Column::title_words),
                        columns->numbers<std::uint8_t>(Column::article_words),
                        columns->bytes(Column::records),
                        ends(Column::record_ends)};
  segment->sorting = sorting_of(*columns);
  segment->words = {columns->bytes(Column::word_texts), ends(Column::word_ends)};
  segment->values = {columns->bytes(Column::value_texts), ends(Column::value_ends)};
  segment->postings = {columns->bytes(Column::postings), ends(Column::posting_ends)};
  segment->starts = {columns->bytes(Column::starts), ends(Column::start_ends)};
  segment->surnames = {columns->bytes(Column::surnames), ends(Column::surname_ends)};
  segment->families = columns->numbers<FamilyMember>(Column::families);
  const auto bytes_in = [&](Column column) { return columns->numbers<std::uint8_t>(column); };
  segment->completion = {bytes_in(Column::value_books),
                         columns->numbers<CommonValue>(Column::common_values),
                         bytes_in(Column::person_tops),
                         bytes_in(Column::subject_tops),
                         columns->numbers<TermId>(Column::by_surname),
                         bytes_in(Column::surname_tops),
                         bytes_in(Column::title_tops)};
  const std::size_t words = segment->words.size();
  const bool holds_together =
      rise_to(ends(Column::word_ends), columns->bytes(Column::word_texts).size()) &&
      rise_to(ends(Column::value_ends), columns->bytes(Column::value_texts).size()) &&
      documents_hold_together(segment->documents, segment->values.size()) &&
      sorting_holds_together(segment->sorting, segment->documents.count()) &&
      lists_hold_together(segment->postings, words) &&
      lists_hold_together(segment->starts, words) &&
      lists_hold_together(segment->surnames, words) &&
      segment->completion.hold_together(segment->values.size(), segment->documents.count()) &&
      std::all_of(segment->families.begin(), segment->families.end(),
                  [&](const FamilyMember& member) { return member.word < words; });
  if (!holds_together) {
    return nullptr;
  }
  segment->languages = languages_of(segment->documents, segment->values);
  segment->bytes_ = std::move(bytes);
  return segment;
}

}  // namespace search
