#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "catalog/typo.hpp"

namespace catalog_typo_test {
namespace {

using catalog::edits_allowed;
using catalog::FuzzyMatcher;

std::optional<unsigned> distance(std::string_view word, std::string_view candidate) {
  return FuzzyMatcher(word).distance(candidate);
}

TEST(EditsAllowed, GrowWithTheWord) {
  EXPECT_EQ(edits_allowed(""), 0U);
  EXPECT_EQ(edits_allowed("dom"), 0U);
  EXPECT_EQ(edits_allowed("anel"), 1U);
  EXPECT_EQ(edits_allowed("machado"), 1U);
  EXPECT_EQ(edits_allowed("casmurro"), 2U);
  EXPECT_EQ(edits_allowed("мир"), 0U);
  EXPECT_EQ(edits_allowed("толстой"), 1U);
}

TEST(EditsAllowed, NoneWhereDigitsAre) {
  EXPECT_EQ(edits_allowed("9788535902778"), 0U);
  EXPECT_EQ(edits_allowed("fahrenheit451"), 0U);
}

// One look for the nearest asks for the same texts as the list of all has within one edit.
TEST(SoundAlikes, TheNearestAreThoseOfOneEdit) {
  for (const std::string word :
       {"casa", "machado", "assucar", "humanidade", "quilha", "sssccsscsscsscsscsscsscs", "abc",
        "água", "x1y2z3", "uiuiuiuiuiuiuiuiuiuiuiuiu", ""}) {
    std::set<std::string> all;
    for (const catalog::SoundAlike& alike : catalog::sound_alikes(word)) {
      if (alike.edits == 1) {
        all.insert(alike.text);
      }
    }
    std::set<std::string> asked;
    EXPECT_FALSE(catalog::has_near_sound_alike(word, [&](std::string_view text) {
      asked.emplace(text);
      return false;
    }));
    EXPECT_EQ(asked, all) << word;
    for (const std::string& wanted : all) {
      EXPECT_TRUE(catalog::has_near_sound_alike(word, [&](std::string_view text) {
        return text == wanted;
      })) << wanted;
    }
  }
}

TEST(SoundAlikes, AreWrittenOtherwiseAndNeverTheWordItself) {
  const auto is_alike = [](std::string_view word, std::string_view other) {
    return catalog::has_near_sound_alike(word,
                                         [other](std::string_view text) { return text == other; });
  };
  EXPECT_TRUE(is_alike("caza", "casa"));
  EXPECT_TRUE(is_alike("omem", "homem"));
  EXPECT_TRUE(is_alike("homem", "omem"));
  EXPECT_TRUE(is_alike("enxer", "encher"));
  EXPECT_FALSE(is_alike("casa", "casa"));
  EXPECT_FALSE(is_alike("casa", "mesa"));
}

TEST(FuzzyMatcher, CountsASwapOnce) {
  EXPECT_EQ(distance("machado", "machado"), 0U);
  EXPECT_EQ(distance("machado", "mahcado"), 1U);
  EXPECT_EQ(distance("machado", "machad"), 1U);
  EXPECT_EQ(distance("machado", "machados"), 1U);
  EXPECT_EQ(distance("machado", "marhado"), 1U);
  EXPECT_EQ(distance("casmurro", "acsmurros"), 2U);
  EXPECT_EQ(distance("толстой", "толстйо"), 1U);
  EXPECT_EQ(distance("толстой", "толсто"), 1U);
}

TEST(FuzzyMatcher, GivesUpAboveWhatIsAllowed) {
  EXPECT_EQ(distance("machado", "mechada"), std::nullopt);
  EXPECT_EQ(distance("dom", "com"), std::nullopt);
  EXPECT_EQ(distance("dom", "dom"), 0U);
  EXPECT_EQ(distance("anel", ""), std::nullopt);
  EXPECT_EQ(distance("", ""), 0U);
  EXPECT_EQ(distance("", "a"), std::nullopt);
  EXPECT_EQ(distance("casmurro", std::string(1000, 'c')), std::nullopt);
}

std::string random_word(std::mt19937& engine) {
  static const std::vector<std::string> letters{"a", "b", "c", "d", "e", "ж", "源"};
  std::string word;
  for (auto size = engine() % 14; size > 0; --size) {
    word += letters[engine() % letters.size()];
  }
  return word;
}

// A few edits away, so that small distances are met often.
std::string slipped(std::string word, std::mt19937& engine) {
  for (auto edits = engine() % 4; edits > 0; --edits) {
    const std::string letter = random_word(engine).substr(0, 1);
    const std::size_t at = word.empty() ? 0 : engine() % word.size();
    switch (engine() % 3) {
      case 0:
        word.insert(at, letter);
        break;
      case 1:
        word.erase(at, 1);
        break;
      default:
        if (at + 1 < word.size()) std::swap(word[at], word[at + 1]);
    }
  }
  return word;
}

TEST(FuzzyMatcher, AgreesWithTheTable) {
  std::mt19937 engine(7);
  std::size_t near = 0;
  for (int i = 0; i < 200'000; ++i) {
    const std::string word = random_word(engine);
    const std::string candidate =
        base::is_valid_utf8(word) ? slipped(word, engine) : random_word(engine);
    if (!base::is_valid_utf8(candidate)) continue;
    const unsigned most = edits_allowed(word);
    const std::size_t expected = base::edit_distance(word, candidate, most);
    const auto found = distance(word, candidate);
    ASSERT_EQ(found.has_value(), expected <= most) << word << " " << candidate;
    if (found) {
      ++near;
      ASSERT_EQ(*found, expected) << word << " " << candidate;
    }
  }
  EXPECT_GT(near, 10'000U);
}

TEST(FuzzyMatcher, ComparesOneCandidateAfterTheOther) {
  FuzzyMatcher close("machado");
  EXPECT_EQ(close.distance("machada"), 1U);
  EXPECT_EQ(close.distance("machado"), 0U);
  EXPECT_EQ(close.distance("machadinho"), std::nullopt);
  EXPECT_EQ(close.distance("machados"), 1U);
  EXPECT_EQ(close.distance("achado"), 1U);
  EXPECT_EQ(close.distance("zebra"), std::nullopt);
  EXPECT_EQ(close.distance("amchado"), 1U);
  EXPECT_EQ(close.distance(""), std::nullopt);
  EXPECT_EQ(close.distance("machado"), 0U);
}

TEST(FuzzyMatcher, LeapsOverWhatCannotBeNear) {
  FuzzyMatcher close("machado");
  EXPECT_EQ(close.distance("9788535902778"), std::nullopt);
  EXPECT_EQ(close.next_candidate(), "9a");
  EXPECT_EQ(close.distance("mzz"), std::nullopt);
  EXPECT_EQ(close.next_candidate(), "m{");
  EXPECT_EQ(close.distance("machado"), 0U);
  EXPECT_EQ(close.next_candidate(), "machado");
  EXPECT_EQ(close.distance("zz"), std::nullopt);
  EXPECT_EQ(close.next_candidate(), "{");
}

TEST(FuzzyMatcher, AnyBytesWillDo) {
  EXPECT_EQ(distance("machado",
                     "mach\xFF"
                     "do"),
            1U);
  EXPECT_EQ(distance("mach\xFF"
                     "do",
                     "machado"),
            1U);
  EXPECT_EQ(distance("machado", "\xE6\xBA"), std::nullopt);
}

}  // namespace
}  // namespace catalog_typo_test
