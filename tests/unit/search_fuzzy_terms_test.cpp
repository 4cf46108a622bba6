// Close words are found in leaps; these tests find them by looking at every word.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "catalog/search_query.hpp"
#include "catalog/search_words.hpp"
#include "catalog/typo.hpp"
#include "search/query/fuzzy_terms.hpp"
#include "support/format_reading.hpp"

namespace search_typos_test {
namespace {

using Words = std::set<std::string>;

void add_words(Words& words, std::string_view file) {
  const std::string folded = base::fold(support::test_data(file));
  std::vector<std::string_view> found;
  catalog::append_search_words(found, folded);
  words.insert(found.begin(), found.end());
}

// The words of real records; some of other scripts, which have letters of several bytes.
const Words& vocabulary() {
  static const Words made = [] {
    Words words{"толстой", "толстые", "толстого", "достоевский", "достоевская", "σοφοκλης"};
    for (const char* file : {"loc_por_300.mrc", "old_titles.tsv", "old_words.tsv"}) {
      add_words(words, file);
    }
    return words;
  }();
  return made;
}

struct Dictionary {
  explicit Dictionary(const Words& words) {
    for (const std::string& word : words) {
      texts += word;
      ends.push_back(static_cast<std::uint32_t>(texts.size()));
    }
  }
  search::TermDictionary terms() const { return {texts, ends}; }

  std::string texts;
  std::vector<std::uint32_t> ends;
};

using Found = std::vector<std::pair<std::string, std::size_t>>;

Found every_close_word(const std::string& word, const Words& words) {
  const unsigned most = catalog::edits_allowed(word);
  Found found;
  for (const std::string& other : words) {
    if (const std::size_t edits = base::edit_distance(word, other, most); edits <= most) {
      found.emplace_back(other, edits);
    }
  }
  return found;
}

Found close_words(const std::string& word, const search::TermDictionary& words) {
  Found found;
  for (const auto [number, distance] :
       search::words_close_to(word, catalog::edits_allowed(word), words)) {
    found.emplace_back(words.text(number), distance);
  }
  return found;
}

std::vector<char32_t> letters_of(std::string_view word) {
  std::vector<char32_t> letters;
  while (!word.empty()) {
    const auto [letter, size] = base::utf8::decode(word);
    letters.push_back(letter);
    word.remove_prefix(size);
  }
  return letters;
}

// The word after `slips` slips of the finger.
std::string slipped(const std::string& word, unsigned slips, std::mt19937& engine) {
  std::vector<char32_t> letters = letters_of(word);
  for (; slips > 0 && letters.size() > 1; --slips) {
    const std::size_t at = engine() % (letters.size() - 1);
    const auto place = letters.begin() + static_cast<std::ptrdiff_t>(at);
    switch (engine() % 4) {
      case 0:
        letters.insert(place, letters[engine() % letters.size()]);
        break;
      case 1:
        letters.erase(place);
        break;
      case 2:
        letters[at] = static_cast<char32_t>(U'a' + engine() % 26);
        break;
      default:
        std::swap(letters[at], letters[at + 1]);
    }
  }
  std::string made;
  for (const char32_t letter : letters) {
    base::utf8::append(made, letter);
  }
  return made;
}

TEST(WordsCloseTo, AreThoseThatComparingEveryWordFinds) {
  const Dictionary words(vocabulary());
  ASSERT_GT(words.ends.size(), 7'000U);
  std::mt19937 engine(11);
  std::size_t near = 0;
  std::size_t asked = 0;
  for (const std::string& word : vocabulary()) {
    const bool is_ascii = word.size() == base::code_points(word);
    if (is_ascii && asked++ % 100 != 0) {
      continue;
    }
    const std::string typed = slipped(word, static_cast<unsigned>(engine() % 4), engine);
    const Found expected = every_close_word(typed, vocabulary());
    ASSERT_EQ(close_words(typed, words.terms()), expected) << typed;
    near += expected.size();
  }
  EXPECT_GT(near, 50U);
}

// Of few letters words are near each other in every way there is.
TEST(WordsCloseTo, AreTheSameAmongWordsThatAreAllAlike) {
  static constexpr std::array<std::string_view, 4> letters{"a", "b", "ж", "源"};
  std::mt19937 engine(13);
  const auto random_word = [&engine] {
    std::string word;
    for (auto size = 1 + engine() % 10; size > 0; --size) {
      word += letters[engine() % letters.size()];
    }
    return word;
  };
  Words words;
  while (words.size() < 3000) {
    words.insert(random_word());
  }
  const Dictionary made(words);
  for (int i = 0; i < 100; ++i) {
    const std::string typed = random_word();
    ASSERT_EQ(close_words(typed, made.terms()), every_close_word(typed, words)) << typed;
  }
}

TEST(WordsCloseTo, AreNoneAmongNoWords) {
  EXPECT_TRUE(search::words_close_to("machado", 1, {}).empty());
}

// ---- the dictionary itself

// The first place at or behind the prefix, and that behind all that begin with it.
search::NumberRange counted_prefix(const Words& words, const std::string& prefix) {
  search::NumberRange range;
  for (const std::string& word : words) {
    range.begin += word < prefix ? 1U : 0U;
    range.end += word < prefix || word.starts_with(prefix) ? 1U : 0U;
  }
  return range;
}

// Texts that differ behind their eighth byte, end there, or have bytes of the greatest value.
Words words_alike_at_the_front() {
  Words words{"a", "ab", "abcdefgh", "abcdefg", "abcdefghi", "abcdefgi", "abcdefghij", "zz"};
  words.insert({std::string("ab\0", 3), std::string("ab\0c", 4), "\xFF\xFF", "abcdefg\xFF"});
  return words;
}

TEST(TermDictionary, FindsEveryWordAndNoOther) {
  for (const Words& words : {vocabulary(), words_alike_at_the_front(), Words{}}) {
    const Dictionary dictionary(words);
    const search::TermDictionary terms = dictionary.terms();
    const std::vector<std::string> in_order(words.begin(), words.end());
    Words asked = words_alike_at_the_front();
    asked.insert({"", "0", "b", "abcdefgha", "zzz", "\xFF\xFF\xFF"});
    for (const std::string& word : words) {
      asked.insert({word, word + "a", word.substr(0, word.size() - 1)});
    }
    for (const std::string& word : asked) {
      const auto place = std::ranges::lower_bound(in_order, word) - in_order.begin();
      const auto found = terms.find(word);
      ASSERT_EQ(found.has_value(), words.contains(word)) << word;
      ASSERT_EQ(found.value_or(static_cast<search::TermId>(place)), place) << word;
      ASSERT_EQ(terms.seek(0, word), place) << word;
    }
  }
}

TEST(TermDictionary, KnowsWhatBeginsWithAText) {
  const Words words = words_alike_at_the_front();
  const Dictionary dictionary(words);
  for (const std::string prefix : {"", "a", "ab", "abcdefg", "abcdefgh", "abcdefghi", "z", "zzz"}) {
    EXPECT_EQ(dictionary.terms().with_prefix(prefix), counted_prefix(words, prefix)) << prefix;
  }
}

}  // namespace
}  // namespace search_typos_test
