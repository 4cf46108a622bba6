// Streams of documents against lists made the simplest way.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "search/query/doc_set.hpp"

namespace search_doc_stream_test {
namespace {

using search::DocNumber;
using search::DocSet;
using search::FieldMask;
using search::no_doc;
using search::TermSet;
using search::WorkBudget;

constexpr DocNumber docs = 1'000'000;
constexpr std::uint64_t plenty = 1'000'000'000;

using Fields = std::map<DocNumber, FieldMask>;  // by document

struct Lists {
  std::string bytes;
  std::vector<std::uint32_t> ends;
  search::PostingLists lists;
  std::vector<Fields> words;

  void add(const Fields& word) {
    std::vector<search::Posting> postings;
    for (const auto& [doc, fields] : word) {
      postings.push_back({doc, fields});
    }
    search::append_postings(bytes, postings.data(), static_cast<std::uint32_t>(postings.size()));
    ends.push_back(static_cast<std::uint32_t>(bytes.size()));
    words.push_back(word);
    lists = {bytes, ends};
  }
};

// A few common words, many rare ones, and one that only the last documents have.
Lists many_words() {
  std::mt19937 random(7);
  const auto below = [&random](std::size_t most) {
    return std::uniform_int_distribution<DocNumber>(0, static_cast<DocNumber>(most - 1))(random);
  };
  Lists made;
  const auto add = [&](std::size_t postings, DocNumber from) {
    Fields word;
    for (std::size_t i = 0; i < postings; ++i) {
      word[from + below(docs - from)] |= static_cast<FieldMask>(1U << below(4));
    }
    made.add(word);
  };
  for (int i = 0; i < 5; ++i) {
    add(20'000, 0);
  }
  for (int i = 0; i < 2000; ++i) {
    add(1 + below(30), 0);
  }
  add(700, docs - 1000);
  return made;
}

const Lists& lists() {
  static const Lists made = many_words();
  return made;
}

Fields union_of(const TermSet& words, DocSet::Range range) {
  Fields all;
  for (const search::NumberRange numbers : words.ranges()) {
    for (auto word = numbers.begin; word < numbers.end; ++word) {
      for (const auto& [doc, fields] : lists().words[word]) {
        if (doc >= range.begin && doc < range.end) {
          all[doc] |= fields;
        }
      }
    }
  }
  return all;
}

DocSet stream_of(const TermSet& words, DocSet::Range range, WorkBudget& budget) {
  return {lists().lists, words, range, DocSet::count(lists().lists, words), budget};
}

struct WordsCase {
  const char* name;
  std::vector<search::NumberRange> ranges;
};

class Words : public testing::TestWithParam<WordsCase> {
 protected:
  Words() {
    for (const search::NumberRange range : GetParam().ranges) {
      words_.add(range);
    }
  }
  TermSet words_;
};

TEST_P(Words, StandInTheSameDocumentsHoweverTheyAreAskedFor) {
  std::mt19937 random(11);
  for (const DocSet::Range range :
       {DocSet::Range{0, docs}, {0, 1}, {4'095, 4'097}, {123'457, 800'001}, {docs - 900, docs}}) {
    const Fields expected = union_of(words_, range);
    for (const DocNumber stride : {1U, 60U, 50'000U}) {
      WorkBudget budget(plenty);
      DocSet stream = stream_of(words_, range, budget);
      auto at = expected.begin();
      while (at != expected.end()) {
        ASSERT_EQ(stream.doc(), at->first);
        ASSERT_EQ(stream.fields(), at->second);
        const DocNumber target =
            at->first + std::uniform_int_distribution<DocNumber>(1, stride)(random);
        stream.seek(target);
        at = expected.lower_bound(target);
      }
      ASSERT_GE(stream.doc(), range.end);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    DocSet, Words,
    testing::Values(WordsCase{"None", {}}, WordsCase{"One", {{2, 3}}},
                    WordsCase{"OneRare", {{100, 101}}}, WordsCase{"FewPostings", {{50, 60}}},
                    WordsCase{"ManyRare", {{5, 2005}}}, WordsCase{"FewCommon", {{0, 3}, {4, 5}}},
                    WordsCase{"CommonAndRare", {{0, 5}, {10, 20}}},
                    WordsCase{"FewAtTheEnd", {{2004, 2006}}},
                    WordsCase{"ManyAtTheEnd", {{1990, 2006}}}, WordsCase{"All", {{0, 2006}}}),
    [](const auto& one) { return one.param.name; });

TEST(DocStreamEffort, IsSpentOnWhatIsLaidOutAsFarAsItIs) {
  TermSet all;
  all.add(search::NumberRange{0, 2006});
  WorkBudget first(plenty);
  const DocSet begun = stream_of(all, {0, docs}, first);
  WorkBudget whole(plenty);
  DocSet walked = stream_of(all, {0, docs}, whole);
  while (walked.doc() != no_doc) {
    walked.seek(walked.doc() + 1);
  }
  EXPECT_GT(first.spent(), 0U);
  EXPECT_GT(whole.spent(), 5 * first.spent());
  EXPECT_LT(whole.spent(), walked.postings());
}

TEST(DocStreamEffort, IsSpentOnEveryListThatIsWalkedBesideTheFirst) {
  TermSet few;
  few.add(search::NumberRange{0, 4});
  WorkBudget budget(plenty);
  DocSet walked = stream_of(few, {0, docs}, budget);
  std::uint64_t documents = 0;
  for (; walked.doc() != no_doc; walked.seek(walked.doc() + 1)) {
    ++documents;
  }
  EXPECT_GE(budget.spent(), 3 * documents);
}

}  // namespace
}  // namespace search_doc_stream_test
