#include "search/query/completions.hpp"

#include <algorithm>
#include <span>
#include <unordered_set>
#include <utility>

#include "base/text.hpp"
#include "catalog/sort_key.hpp"
#include "catalog/spelling.hpp"
#include "search/index/sort_keys.hpp"
#include "search/query/begun_ranges.hpp"
#include "search/query/found_completions.hpp"
#include "search/query/living_books.hpp"
#include "search/query/searcher.hpp"
#include "search/query/typed_words.hpp"

namespace search {
namespace {

using catalog::SearchTerm;
using Kind = Suggestion::Kind;

// Documents and postings that are looked at for words inside a text.
constexpr std::size_t inner_documents_max = 200;
constexpr WorkBudgets inner_budgets{8'000, 8'000};
// An open word of more is looked for as it is typed.
constexpr TermId begun_words_max = 256;
constexpr std::uint64_t begun_postings_max = 3000;
constexpr std::size_t inner_letters_min = 3;  // of a word alone
constexpr std::size_t article_letters_max = 4;

class Completer {
 public:
  Completer(const Snapshot& snapshot, const catalog::SearchQuery& query, std::size_t most)
      : snapshot_(snapshot),
        search_(typed_search(query)),
        looked_at_(most + spare_completions),
        found_(snapshot, search_, most) {}

  Completions complete();

 private:
  bool asks(Kind kind) const noexcept;
  bool needs(Kind kind, Stage stage) const;
  void look(const TypedWords& typed, Stage stage);
  void look_at_beginnings(std::size_t segment, const TypedWords& typed, Stage stage);
  void take_values(std::size_t segment, Kind kind, NumberRange range, Standing standing);
  void take_surnames(std::size_t segment, NumberRange range, Standing standing);
  void take_titles(std::size_t segment, NumberRange range, Standing standing,
                   const std::string& begin);
  void look_inside(const TypedWords& typed, Stage stage, FieldMask fields);
  BoundQuery inner_query(const TypedWords& typed, FieldMask fields) const;
  bool is_narrow(const std::string& begun) const;

  const Snapshot& snapshot_;
  const TypedSearch search_;
  const std::size_t looked_at_;
  FoundCompletions found_;
};

bool Completer::asks(Kind kind) const noexcept {
  switch (kind) {
    case Kind::title:
      return search_.asks_titles;
    case Kind::author:
      return search_.asks_authors;
    case Kind::subject:
      return search_.asks_subjects;
  }
  return false;
}

// What begins with the very words is as good as anything inside a text.
bool Completer::needs(Kind kind, Stage stage) const {
  return asks(kind) && !found_.has_enough(kind, {stage, Closeness::begins_whole});
}

void Completer::look(const TypedWords& typed, Stage stage) {
  if (typed.empty()) {
    return;
  }
  for (std::size_t segment = 0; segment < snapshot_.segments.size(); ++segment) {
    look_at_beginnings(segment, typed, stage);
  }
  const bool is_short =
      typed.words.size() == 1 && base::code_points(typed.words.front()) < inner_letters_min;
  if (is_short && !is_narrow(typed.words.front())) {
    return;
  }
  if (needs(Kind::author, stage)) {
    look_inside(typed.without_numbers(), stage, mask_of(Field::author));
  }
  if (needs(Kind::title, stage) || needs(Kind::subject, stage)) {
    look_inside(typed, stage, mask_of(Field::title) | mask_of(Field::subject));
  }
}

void Completer::look_at_beginnings(std::size_t number, const TypedWords& typed, Stage stage) {
  const Segment& segment = *snapshot_.segments[number].segment;
  const auto take = [&](const Begun& begun, bool is_open, auto&& take_range) {
    take_range(NumberRange{begun.begin, begun.whole_end}, Standing{stage, Closeness::begins_whole});
    if (is_open) {
      take_range(NumberRange{begun.whole_end, begun.end}, Standing{stage, Closeness::begins});
    }
  };
  if (asks(Kind::author)) {
    const TypedWords named = typed.without_numbers();
    const std::string name = named.text();
    take(begun_surnames(segment, name), named.is_open,
         [&](NumberRange range, Standing standing) { take_surnames(number, range, standing); });
    take(begun_values(segment, name), named.is_open, [&](NumberRange range, Standing standing) {
      take_values(number, Kind::author, range, standing);
    });
  }
  const std::string text = typed.text();
  if (asks(Kind::subject)) {
    take(begun_values(segment, text), typed.is_open, [&](NumberRange range, Standing standing) {
      take_values(number, Kind::subject, range, standing);
    });
  }
  if (asks(Kind::title)) {
    const auto take_begun = [&](const std::string& key) {
      take(begun_titles(segment, catalog::text_key_of_folded(key)), typed.is_open,
           [&](NumberRange range, Standing standing) {
             take_titles(number, range, standing, key == text ? std::string{} : text);
           });
    };
    take_begun(text);
    // A title is filed without its article.
    const std::string& first = typed.words.front();
    if (typed.words.size() > 1 && first.size() <= article_letters_max) {
      take_begun(text.substr(first.size() + 1));
    }
  }
}

void Completer::take_values(std::size_t number, Kind kind, NumberRange range, Standing standing) {
  const Segment& segment = *snapshot_.segments[number].segment;
  const CompletionColumns& completion = segment.completion;
  const auto tops = kind == Kind::author ? completion.person_tops : completion.subject_tops;
  const auto best = best_places(range, tops, looked_at_, [&](std::uint32_t value) {
    return persons_or_subjects(segment, kind, value);
  });
  for (const PlaceBooks& one : best) {
    found_.add_value(number, kind, one.place, standing);
  }
}

void Completer::take_surnames(std::size_t number, NumberRange range, Standing standing) {
  const CompletionColumns& completion = snapshot_.segments[number].segment->completion;
  const auto best = best_places(
      range, completion.surname_tops, looked_at_,
      [&](std::uint32_t place) { return completion.persons(completion.by_surname[place]); });
  for (const PlaceBooks& one : best) {
    found_.add_value(number, Kind::author, completion.by_surname[one.place], standing);
  }
}

void Completer::take_titles(std::size_t number, NumberRange range, Standing standing,
                            const std::string& begin) {
  const Segment& segment = *snapshot_.segments[number].segment;
  const SortKeys keys(segment);
  const DocOrder order = keys.order(catalog::SortKey::title);
  const std::span<const std::uint32_t> ranks = segment.sorting.title_ranks;
  // The documents of a title that begins at the place.
  const auto books = [&](std::uint32_t place) -> std::uint32_t {
    const std::uint32_t rank = ranks[order[place]];
    if (place > range.begin && ranks[order[place - 1]] == rank) {
      return 0;
    }
    const bool is_alone = place + 1 == order.count() || ranks[order[place + 1]] != rank;
    return is_alone ? 1 : run_of_title(segment, place).end - place;
  };
  for (const PlaceBooks& one :
       best_places(range, segment.completion.title_tops, looked_at_, books)) {
    found_.add_title(number, one.place, standing, begin);
  }
}

// True when few words begin so, in few documents. Of all segments together: what is offered must
// not depend on where the books happen to lie.
bool Completer::is_narrow(const std::string& begun) const {
  std::unordered_set<std::string_view> words;
  std::uint64_t postings = 0;
  for (const LivingSegment& one : snapshot_.segments) {
    const NumberRange range = one.segment->words.with_prefix(begun);
    for (TermId word = range.begin; word < range.end; ++word) {
      words.insert(one.segment->words.text(word));
      postings += one.segment->postings.count(word);
      if (words.size() > begun_words_max || postings > begun_postings_max) {
        return false;
      }
    }
  }
  return true;
}

BoundQuery Completer::inner_query(const TypedWords& typed, FieldMask fields) const {
  BoundQuery query;
  for (std::size_t i = 0; i < typed.words.size(); ++i) {
    const std::string& word = typed.words[i];
    const bool is_last = i + 1 == typed.words.size();
    const bool is_begun = is_last && typed.is_open;
    const bool is_open = is_begun && is_narrow(word);
    if (is_begun && !is_open && i > 0) {
      continue;  // those that hold the others are few enough
    }
    QueryWord bound{word, is_open ? SearchTerm::End::open : SearchTerm::End::whole, {}, {}};
    if (std::string family = catalog::spelling_family(word); !family.empty()) {
      bound.families.push_back(std::move(family));
    }
    query.present.push_back({{std::move(bound)}, fields, QueryTerm::Ranks::no});
  }
  return query;
}

void Completer::look_inside(const TypedWords& typed, Stage stage, FieldMask fields) {
  const BoundQuery query = inner_query(typed, fields);
  WordHolder holder(typed, snapshot_);
  Searcher searcher(snapshot_, query, inner_budgets);
  std::size_t documents = 0;
  std::unordered_set<TermId> known;
  std::size_t known_in = 0;
  CountedValues counted;
  const auto standing_of = [stage](Held held) {
    return held == Held::related
               ? Standing{std::max(stage, Stage::other_spelling), Closeness::inside}
               : Standing{stage, held == Held::whole ? Closeness::inside_whole : Closeness::inside};
  };
  searcher.each(Hits::For::page, [&](std::size_t number, DocNumber doc) {
    const Segment& segment = *snapshot_.segments[number].segment;
    if (number != known_in) {
      known.clear();
      known_in = number;
    }
    std::string title;
    const unsigned char* const record = segment.documents.forward_record(doc);
    const auto add_all = [&](Kind kind, const std::vector<TermId>& values) {
      for (const TermId value : values) {
        if (known.insert(value).second) {
          const std::string_view key = read_counted_text(segment.values.text(value)).key;
          if (const auto held = holder.held_in(key)) {
            found_.add_value(number, kind, value, standing_of(*held));
          }
        }
      }
    };
    read_counted(each_word(record, [](Field, std::uint32_t) {}), counted);
    if (fields == mask_of(Field::author)) {
      add_all(Kind::author, counted.persons);
    } else {
      if (asks(Kind::subject)) {
        add_all(Kind::subject, counted.subjects);
      }
      if (asks(Kind::title)) {
        each_title_word(record, [&](std::uint32_t word) {
          title += segment.words.text(word - 1);
          title += ' ';
          return true;
        });
        if (const auto held = holder.held_in(title)) {
          const SortKeys keys(segment);
          const std::int64_t value = keys.value(catalog::SortKey::title, doc);
          found_.add_title(number, keys.place(catalog::SortKey::title, value), standing_of(*held),
                           {});
        }
      }
    }
    return ++documents < inner_documents_max ? ScanControl::on : ScanControl::stop;
  });
}

Completions Completer::complete() {
  look(search_.typed, Stage::as_typed);
  for (const TypedWords& other : other_spellings(search_.typed, snapshot_)) {
    look(other, Stage::other_spelling);
  }
  if (found_.empty()) {
    for (const TypedWords& corrected : without_slip(search_.typed, snapshot_)) {
      look(corrected, Stage::without_slip);
    }
  }
  return {found_.best_titles(), found_.best_values(Kind::author),
          found_.best_values(Kind::subject)};
}

}  // namespace

Completions complete(const Snapshot& snapshot, const catalog::SearchQuery& typed,
                     std::size_t most) {
  return Completer(snapshot, typed, most).complete();
}

bool has_signs_of(const std::string& text, const catalog::SearchQuery& typed) {
  return has_signed_words(text, typed_search(typed));
}

bool is_title_of(const std::string& text, const Completion& title) {
  const std::string folded = base::fold(text);
  const bool is_cut = title.key.size() >= catalog::sort_key_bytes_max - 4;
  return is_cut ? folded.starts_with(title.key) : folded == title.key;
}

}  // namespace search
