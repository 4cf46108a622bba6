#include "search/index/sort_keys.hpp"

#include "base/check.hpp"
#include "catalog/sort_key.hpp"

namespace search {
namespace {

using catalog::CursorValue;
using catalog::SortKey;

template <class IsBefore>
DocNumber partition_place(DocNumber end, IsBefore is_before) {
  DocNumber low = 0;
  while (low < end) {
    const DocNumber middle = low + (end - low) / 2;
    if (is_before(middle)) {
      low = middle + 1;
    } else {
      end = middle;
    }
  }
  return low;
}

static_assert(no_year == catalog::unknown_year_key);

}  // namespace

DocOrder SortKeys::order(SortKey key) const noexcept {
  const SortColumns& sorting = segment_->sorting;
  const DocNumber count = segment_->documents.count();
  switch (key) {
    case SortKey::title:
      return {sorting.by_title, count};
    case SortKey::author:
      return {sorting.by_author, count};
    case SortKey::year:
      return {sorting.by_year, count};
    case SortKey::created_at:
      return {sorting.by_created, count};
    case SortKey::updated_at:
      return {sorting.by_updated, count};
    case SortKey::id:
    case SortKey::relevance:
      break;
  }
  return {{}, count};
}

// A rank is doubled, so that there is room between two of them.
std::int64_t SortKeys::value(SortKey key, DocNumber doc) const noexcept {
  switch (key) {
    case SortKey::title:
      return std::int64_t{segment_->sorting.title_ranks[doc]} * 2;
    case SortKey::author:
      return std::int64_t{segment_->sorting.author_ranks[doc]} * 2;
    case SortKey::year:
      return segment_->documents.years[doc];
    case SortKey::created_at:
      return segment_->documents.created_ms[doc];
    case SortKey::updated_at:
      return segment_->documents.updated_ms[doc];
    case SortKey::id:
      return segment_->documents.ids[doc];
    case SortKey::relevance:
      break;
  }
  return 0;
}

std::int64_t SortKeys::value_of(SortKey key, const CursorValue& wanted) const {
  if (const auto* const number = std::get_if<std::int64_t>(&wanted)) {
    return *number;
  }
  const auto& text = std::get<std::string>(wanted);
  const DocOrder docs = order(key);
  std::string other;
  const auto text_at = [&](DocNumber place) -> const std::string& {
    other.clear();
    append_text(key, docs[place], other);
    return other;
  };
  const DocNumber at =
      partition_place(docs.count(), [&](DocNumber place) { return text_at(place) < text; });
  if (at == docs.count()) {
    return std::int64_t{docs.count()} * 2 + 1;
  }
  const std::int64_t next = value(key, docs[at]);
  return text_at(at) == text ? next : next - 1;
}

DocNumber SortKeys::place(SortKey key, std::int64_t value) const noexcept {
  const DocOrder docs = order(key);
  return partition_place(docs.count(),
                         [&](DocNumber place) { return this->value(key, docs[place]) < value; });
}

CursorValue SortKeys::cursor_value(SortKey key, DocNumber doc) const {
  check(key != SortKey::relevance);
  if (key != SortKey::title && key != SortKey::author) {
    return value(key, doc);
  }
  std::string text;
  append_text(key, doc, text);
  return text;
}

void SortKeys::append_text(SortKey key, DocNumber doc, std::string& out) const {
  if (key == SortKey::title) {
    append_title(doc, out);
    return;
  }
  if (const std::uint32_t author = segment_->documents.authors[doc]; author != 0) {
    out += catalog::text_key(segment_->values.text(author - 1));
  }
}

void SortKeys::append_title(DocNumber doc, std::string& out) const {
  if (const auto odd = segment_->sorting.odd_title_key(doc)) {
    out += *odd;
    return;
  }
  const DocumentColumns& documents = segment_->documents;
  std::uint32_t skipped = documents.article_words[doc];
  each_title_word(documents.forward_record(doc), [&](std::uint32_t word) {
    if (skipped > 0) {
      --skipped;
      return true;
    }
    out += segment_->words.text(word - 1);
    out += ' ';
    return out.size() <= catalog::sort_key_bytes_max;
  });
  if (!out.empty()) {
    out.pop_back();
  }
  if (out.size() > catalog::sort_key_bytes_max) {
    out = catalog::text_key_of_folded(std::move(out));
  }
}

}  // namespace search
