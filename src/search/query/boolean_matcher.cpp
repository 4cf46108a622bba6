#include "search/query/boolean_matcher.hpp"

#include <algorithm>
#include <numeric>
#include <span>
#include <string>
#include <string_view>

#include "search/query/doc_set.hpp"

namespace search {
namespace {

using catalog::BooleanQuery;
using catalog::Condition;

// In steps of the budget, each about the time of going from one posting to the next.
constexpr std::uint64_t steps_per_record = 32;
constexpr std::uint64_t bit_words_per_step = 8;
constexpr std::uint64_t tests_per_step = 4;

// A token of more parts is not written as one word (catalog/search_words.hpp), but initials are.
constexpr std::size_t composing_words_max = 12;

// True when the texts make `whole` one behind another, r and s written twice between two of them
// or not.
bool compose(std::span<const std::string_view> parts, std::string_view whole) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string_view part = parts[i];
    const bool doubles = i > 0 && whole.size() > 1 && !part.empty() && whole[0] == part[0] &&
                         whole[1] == part[0] && (part[0] == 'r' || part[0] == 's');
    whole.remove_prefix(doubles ? 1 : 0);
    if (!whole.starts_with(part)) {
      return false;
    }
    whole.remove_prefix(part.size());
  }
  return whole.empty();
}

std::string without_signs(std::string_view word) {
  std::string bare(word);
  std::erase_if(bare, [](char c) { return c == '+' || c == '#' || c == '.' || c == '&'; });
  return bare;
}

}  // namespace

BooleanMatcher::BooleanMatcher(const LivingSegment& segment, const BooleanQuery& query,
                               WorkBudget& budget)
    : segment_(*segment.segment), deleted_(*segment.deleted), budget_(budget), root_(bind(query)) {}

BooleanMatcher::Part BooleanMatcher::bind(const BooleanQuery& query) {
  Part part{.query = &query};
  if (query.kind == BooleanQuery::Kind::condition) {
    bind_words(part);
    return part;
  }
  for (const BooleanQuery& one : query.parts) {
    part.parts.push_back(bind(one));
  }
  const auto documents = [](const Part& one) { return one.documents; };
  switch (query.kind) {
    case BooleanQuery::Kind::condition:
      break;
    case BooleanQuery::Kind::all_of:
      std::ranges::stable_sort(part.parts, {}, documents);
      part.documents = part.parts.front().documents;
      break;
    case BooleanQuery::Kind::any_of:
      for (const Part& one : part.parts) {
        part.documents += one.documents;
      }
      break;
    case BooleanQuery::Kind::but_not:
      part.documents = part.parts.front().documents;
      break;
  }
  return part;
}

void BooleanMatcher::bind_words(Part& part) {
  const Condition& condition = part.query->condition;
  part.documents = condition.kind == Condition::Kind::no_book ? 0
                   : condition.kind == Condition::Kind::id    ? 1
                                                              : segment_.documents.count();
  for (const catalog::ConditionWord& word : condition.words) {
    TermSet& terms = part.words.emplace_back();
    if (word.end == catalog::SearchTerm::End::open) {
      terms.add(segment_.words.with_prefix(word.text));
    } else if (const auto number = segment_.words.find(word.text)) {
      terms.add(*number);
    }
    const bool is_within = spend(1 + terms.count() / tests_per_step);
    part.postings.push_back(is_within ? DocSet::count(segment_.postings, terms) : 0);
    part.documents = std::min(part.documents, part.postings.back());
  }
}

DocBits BooleanMatcher::find() {
  const DocNumber documents = segment_.documents.count();
  DocBits living = DocBits::all(documents);
  if (deleted_.count() > 0) {
    for (DocNumber doc = 0; doc < documents; ++doc) {
      if (deleted_.has(doc)) {
        living.remove(doc);
      }
    }
  }
  return found(root_, living);
}

DocBits BooleanMatcher::found(const Part& part, const DocBits& within) {
  if (!spend(1 + within.size() / bit_words_per_step) || part.documents == 0) {
    return DocBits(segment_.documents.count());
  }
  switch (part.query->kind) {
    case BooleanQuery::Kind::condition:
      return condition(part, within);
    case BooleanQuery::Kind::all_of:
      return all_of(part, within);
    case BooleanQuery::Kind::any_of:
      return any_of(part, within);
    case BooleanQuery::Kind::but_not:
      break;
  }
  return but_not(part, within);
}

DocBits BooleanMatcher::all_of(const Part& part, const DocBits& within) {
  DocBits kept = found(part.parts.front(), within);
  for (std::size_t i = 1; i < part.parts.size() && kept.next(0) != no_doc; ++i) {
    kept = found(part.parts[i], kept);
  }
  return kept;
}

DocBits BooleanMatcher::any_of(const Part& part, const DocBits& within) {
  DocBits all = found(part.parts.front(), within);
  DocBits rest = within;
  for (std::size_t i = 1; i < part.parts.size(); ++i) {
    rest.remove(all);
    all.add(found(part.parts[i], rest));
  }
  return all;
}

DocBits BooleanMatcher::but_not(const Part& part, const DocBits& within) {
  DocBits kept = found(part.parts.front(), within);
  for (std::size_t i = 1; i < part.parts.size() && kept.next(0) != no_doc; ++i) {
    kept.remove(found(part.parts[i], kept));
  }
  return kept;
}

DocBits BooleanMatcher::condition(const Part& part, const DocBits& within) {
  const Condition& condition = part.query->condition;
  const DocumentColumns& documents = segment_.documents;
  switch (condition.kind) {
    case Condition::Kind::every_book:
      return within;
    case Condition::Kind::phrase:
    case Condition::Kind::whole_value:
      return in_order(part, within);
    case Condition::Kind::years:
      return tested(within, 0, [&](DocNumber doc) {
        const std::int16_t year = documents.years[doc];
        return year != no_year && year >= condition.year_least && year <= condition.year_most;
      });
    case Condition::Kind::language:
      return of_language(condition.language, within);
    case Condition::Kind::no_book:
    case Condition::Kind::id:
      break;
  }
  DocBits one(documents.count());
  if (const DocNumber doc = documents.find(condition.id.value);
      condition.kind == Condition::Kind::id && doc != no_doc && within.has(doc)) {
    one.add(doc);
  }
  return one;
}

// `cost` of a test, in steps; 0: a look into a column.
template <class Holds>
DocBits BooleanMatcher::tested(const DocBits& within, std::uint64_t cost, Holds holds) {
  DocBits kept(segment_.documents.count());
  std::uint64_t tests = 0;
  within.each([&](DocNumber doc) {
    if (holds(doc)) {
      kept.add(doc);
    }
    return cost > 0 || ++tests % tests_per_step == 0 ? spend(std::max<std::uint64_t>(cost, 1))
                                                     : true;
  });
  return kept;
}

DocBits BooleanMatcher::of_language(const std::string& language, const DocBits& within) {
  TermSet tags;
  if (const auto number = segment_.values.find(language)) {
    tags.add(*number);
  }
  tags.add(segment_.values.with_prefix(language + "-"));
  return tested(within, 0, [&](DocNumber doc) {
    const std::uint32_t tag = segment_.documents.languages[doc];
    return tag != 0 && tags.has(tag - 1);
  });
}

// The documents that have a word of the part. Few are asked for it one by one.
DocBits BooleanMatcher::holding(const Part& part, std::size_t word, const DocBits& within) {
  const TermSet& terms = part.words[word];
  const FieldMask fields = mask_of(part.query->condition.field);
  if (within.count() * steps_per_record >= part.postings[word]) {
    return marked(terms, fields, within);
  }
  return tested(within, steps_per_record, [&](DocNumber doc) {
    read_fields(doc, fields);
    return std::ranges::any_of(read_,
                               [&](std::uint32_t one) { return one != 0 && terms.has(one - 1); });
  });
}

DocBits BooleanMatcher::marked(const TermSet& words, FieldMask fields, const DocBits& within) {
  DocBits made(segment_.documents.count());
  for (const NumberRange range : words.ranges()) {
    for (TermId word = range.begin; word < range.end; ++word) {
      PostingCursor cursor = segment_.postings.list(word);
      if (!spend(1 + cursor.count())) {
        return made;
      }
      for (; cursor.doc() != no_doc; cursor.next()) {
        if ((cursor.fields() & fields) != 0) {
          made.add(cursor.doc());
        }
      }
    }
  }
  made.keep(within);
  return made;
}

// Words that stand side by side, or that are a whole value.
DocBits BooleanMatcher::in_order(const Part& part, const DocBits& within) {
  std::vector<std::size_t> order(part.words.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t word) { return part.postings[word]; });
  DocBits kept = holding(part, order.front(), within);
  for (std::size_t i = 1; i < order.size() && kept.next(0) != no_doc; ++i) {
    kept = holding(part, order[i], kept);
  }
  const bool is_value = part.query->condition.kind == Condition::Kind::whole_value;
  if (order.size() == 1 && !is_value) {
    return kept;
  }
  return tested(kept, 1, [&](DocNumber doc) {
    return is_value ? is_whole_value(part, doc) : has_phrase(part, doc);
  });
}

// 0 stands between fields and between values.
void BooleanMatcher::read_fields(DocNumber doc, FieldMask fields) {
  read_.clear();
  auto last = Field::title;
  std::uint64_t words = 0;
  each_word(segment_.documents.forward_record(doc), [&](Field field, std::uint32_t word) {
    ++words;
    if ((mask_of(field) & fields) == 0) {
      return;
    }
    if (field != last) {
      read_.push_back(0);
      last = field;
    }
    read_.push_back(word);
  });
  spend(words / tests_per_step + read_.size());
}

bool BooleanMatcher::has_phrase(const Part& part, DocNumber doc) {
  read_fields(doc, mask_of(part.query->condition.field));
  return std::search(read_.begin(), read_.end(), part.words.begin(), part.words.end(),
                     [](std::uint32_t word, const TermSet& terms) {
                       return word != 0 && terms.has(word - 1);
                     }) != read_.end();
}

bool BooleanMatcher::is_whole_value(const Part& part, DocNumber doc) {
  const auto are_same = [&](auto begin, auto end) {
    return std::equal(begin, end, part.words.begin(), part.words.end(),
                      [](std::uint32_t word, const TermSet& terms) { return terms.has(word - 1); });
  };
  if (part.query->condition.field == catalog::SearchField::title) {
    read_.clear();
    each_title_word(segment_.documents.forward_record(doc), [&](std::uint32_t word) {
      read_.push_back(word);
      return true;
    });
    spend(read_.size());
    return are_same(read_.begin(), read_.end());
  }
  read_fields(doc, mask_of(part.query->condition.field));
  std::size_t values = 0;
  for (auto begin = read_.begin(); begin != read_.end();) {
    const auto end = std::find(begin, read_.end(), 0U);
    values += are_same(begin, end) ? 1U : 0U;
    begin = end == read_.end() ? end : end + 1;
  }
  return values > (part.words.size() == 1 && values > 0 ? composed(part.words.front()) : 0);
}

// How often a word of the fields that were read is only what others are also looked for as: values
// of one word that nobody wrote.
std::size_t BooleanMatcher::composed(const TermSet& word) {
  const std::string_view whole = segment_.words.text(word.ranges().front().begin);
  std::size_t found = 0;
  std::vector<std::string_view> parts;
  for (std::size_t i = 0; i < read_.size(); ++i) {
    parts.clear();
    std::size_t bytes = 0;
    for (std::size_t at = i; at < read_.size() && read_[at] != 0 &&
                             parts.size() < composing_words_max && bytes < whole.size();
         ++at) {
      parts.push_back(segment_.words.text(read_[at] - 1));
      bytes += parts.back().size();
      const bool is_bare =
          parts.size() == 1 && parts.front() != whole && without_signs(parts.front()) == whole;
      found += is_bare || (parts.size() > 1 && compose(parts, whole)) ? 1U : 0U;
    }
  }
  spend(read_.size());
  return found;
}

}  // namespace search
