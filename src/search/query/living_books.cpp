#include "search/query/living_books.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/text.hpp"
#include "catalog/search_words.hpp"
#include "search/index/sort_keys.hpp"
#include "search/query/begun_ranges.hpp"

namespace search {
namespace {

// Postings that are walked to see which books of a value live, where some are deleted.
constexpr std::uint64_t living_postings_max = 2000;
constexpr std::uint32_t living_titles_max = 4096;
constexpr TermId spellings_of_value_max = 256;

// Calls visit(doc) for those that live; at most so many are looked at.
template <class Visit>
void each_living(const LivingSegment& one, NumberRange run, Visit visit) {
  const DocOrder order = SortKeys(*one.segment).order(catalog::SortKey::title);
  const std::uint32_t end = std::min(run.end, run.begin + living_titles_max);
  for (std::uint32_t place = run.begin; place < end; ++place) {
    if (!one.deleted->has(order[place])) {
      visit(order[place]);
    }
  }
}

std::string article_of(const Segment& segment, DocNumber doc) {
  std::string article;
  std::uint32_t left = segment.documents.article_words[doc];
  if (left > 0) {
    each_title_word(segment.documents.forward_record(doc), [&](std::uint32_t word) {
      article += segment.words.text(word - 1);
      article += ' ';
      return --left > 0;
    });
  }
  return article;
}

}  // namespace

std::uint32_t persons_or_subjects(const Segment& segment, Suggestion::Kind kind,
                                  TermId value) noexcept {
  return kind == Suggestion::Kind::author ? segment.completion.persons(value)
                                          : segment.completion.subjects(value);
}

NumberRange values_beside(const Segment& segment, TermId value) {
  const std::string_view key = read_counted_text(segment.values.text(value)).key;
  const auto is_alike = [&](TermId other) {
    return read_counted_text(segment.values.text(other)).key == key;
  };
  NumberRange range{value, value + 1};
  while (range.begin > 0 && value - range.begin < spellings_of_value_max &&
         is_alike(range.begin - 1)) {
    --range.begin;
  }
  while (range.end < segment.values.size() && range.end - value < spellings_of_value_max &&
         is_alike(range.end)) {
    ++range.end;
  }
  return range;
}

NumberRange values_with_key(const Segment& segment, const std::string& key) {
  NumberRange range = segment.values.with_prefix(counted_text(key, ""));
  range.end = std::min(range.end, range.begin + spellings_of_value_max);
  return range;
}

std::uint64_t living_books(const LivingSegment& one, Suggestion::Kind kind, TermId value) {
  const Segment& segment = *one.segment;
  const std::uint32_t written = persons_or_subjects(segment, kind, value);
  if (written == 0 || one.deleted->count() == 0) {
    return written;
  }
  const std::string folded = base::fold(read_counted_text(segment.values.text(value)).text);
  std::vector<std::string_view> words;
  catalog::append_search_words(words, folded);
  std::optional<TermId> rarest;
  for (const std::string_view word : words) {
    const auto number = segment.words.find(word);
    const bool is_rarer =
        number && (!rarest || segment.postings.count(*number) < segment.postings.count(*rarest));
    rarest = is_rarer ? number : rarest;
  }
  if (!rarest) {
    return written;  // a value of signs
  }
  const FieldMask field =
      mask_of(kind == Suggestion::Kind::author ? Field::author : Field::subject);
  CountedValues counted;
  std::uint64_t living = 0;
  std::uint64_t left = living_postings_max;
  PostingCursor at = segment.postings.list(*rarest);
  for (; at.doc() != no_doc && left > 0; at.next(), --left) {
    if ((at.fields() & field) == 0 || one.deleted->has(at.doc())) {
      continue;
    }
    read_counted(each_word(segment.documents.forward_record(at.doc()), [](Field, std::uint32_t) {}),
                 counted);
    const auto& held = kind == Suggestion::Kind::author ? counted.persons : counted.subjects;
    living += std::ranges::find(held, value) != held.end() ? 1U : 0U;
  }
  if (at.doc() == no_doc || living == 0) {
    return living;
  }
  const std::uint64_t documents = segment.documents.count();
  return std::max(living, written * (documents - one.deleted->count()) / documents);
}

NumberRange run_of_title(const Segment& segment, std::uint32_t place) {
  constexpr auto by_title = catalog::SortKey::title;
  const SortKeys keys(segment);
  const std::int64_t value = keys.value(by_title, keys.order(by_title)[place]);
  return {keys.place(by_title, value), keys.place(by_title, value + 1)};
}

NumberRange run_of_title(const Segment& segment, const std::string& title_key) {
  return {title_place(segment, title_key), title_place(segment, title_key + '\0')};
}

std::map<std::string, std::uint64_t> forms_of_title(const LivingSegment& one, NumberRange run) {
  std::map<std::string, std::uint64_t> forms;
  each_living(one, run, [&](DocNumber doc) { ++forms[article_of(*one.segment, doc)]; });
  return forms;
}

TitleBooks books_of_title(const LivingSegment& one, NumberRange run, const std::string& article) {
  TitleBooks books;
  const Segment& segment = *one.segment;
  each_living(one, run, [&](DocNumber doc) {
    ++books.all;
    if (article_of(segment, doc) != article) {
      return;
    }
    ++books.of_form;
    const catalog::BookId id{segment.documents.ids[doc]};
    books.book = books.of_form == 1 ? id : std::min(books.book, id);
  });
  // What lies beyond the bound is taken for alike.
  const std::uint64_t documents = run.end - run.begin;
  if (documents > living_titles_max) {
    books.all = books.all * documents / living_titles_max;
    books.of_form = books.of_form * documents / living_titles_max;
  }
  return books;
}

}  // namespace search
