#include <gtest/gtest.h>
#include <utf8proc.h>

#include <chrono>
#include <cstdlib>
#include <initializer_list>
#include <random>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace base_text_test {
namespace {

using base::Newlines;

std::string normalised(const std::string& text, utf8proc_option_t form) {
  utf8proc_uint8_t* mapped = nullptr;
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                 static_cast<utf8proc_ssize_t>(text.size()), &mapped, form);
  std::string out(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size));
  std::free(mapped);
  return out;
}

std::string nfd(const std::string& text) {
  return normalised(text, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE));
}
std::string nfc(const std::string& text) {
  return normalised(text, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
}

// Texts that mix ASCII, Latin, marks, Greek, Cyrillic, CJK, Hangul and anything else.
class RandomText {
 public:
  explicit RandomText(unsigned seed) : engine_(seed) {}

  std::string next() {
    std::string out;
    for (std::size_t i = pick(0, 24); i > 0; --i) {
      base::utf8::append(out, code_point());
    }
    return out;
  }

 private:
  std::size_t pick(std::size_t least, std::size_t most) {
    return std::uniform_int_distribution<std::size_t>(least, most)(engine_);
  }
  char32_t code_point() {
    struct Range {
      char32_t first;
      char32_t last;
    };
    static constexpr std::initializer_list<Range> ranges{
        {0x20, 0x7E},       {0x61, 0x7A},       {0xA0, 0x24F},    {0x2B0, 0x36F},
        {0x300, 0x33F},     {0x370, 0x52F},     {0x591, 0x6FF},   {0x900, 0x97F},
        {0xE00, 0xE7F},     {0x1100, 0x11FF},   {0x1E00, 0x1FFF}, {0x2000, 0x206F},
        {0x2070, 0x218F},   {0x3040, 0x30FF},   {0x4E00, 0x9FFF}, {0xAC00, 0xD7A3},
        {0xF900, 0xFAFF},   {0xFB00, 0xFB4F},   {0xFE00, 0xFE0F}, {0xFF00, 0xFFEF},
        {0x1D400, 0x1D7FF}, {0x1F300, 0x1F5FF}, {0x20, 0xD7FF},   {0xE000, 0x10FFFF},
    };
    const Range range = *(ranges.begin() + pick(0, ranges.size() - 1));
    return static_cast<char32_t>(pick(range.first, range.last));
  }

  std::mt19937 engine_;
};

TEST(Utf8, AcceptsEveryScriptAndRefusesWhatRfc3629Forbids) {
  EXPECT_TRUE(base::is_valid_utf8(""));
  EXPECT_TRUE(base::is_valid_utf8("título 日本語 😀 \xF4\x8F\xBF\xBF"));
  for (const std::string bad : {
           "\xC0\xAF",          // overlong
           "\xE0\x80\xAF",      // overlong
           "\xF0\x80\x80\xAF",  // overlong
           "\xED\xA0\x80",      // surrogate
           "\xF4\x90\x80\x80",  // above U+10FFFF
           "\xF8\x88\x80\x80\x80",
           "\x80",
           "abc\xFF",
           "abc\xC3",
           "\xE2\x82",
           "\xC3(",
       }) {
    EXPECT_FALSE(base::is_valid_utf8(bad)) << bad;
    EXPECT_EQ(base::to_nfc(bad), std::nullopt) << bad;
  }
}

TEST(Utf8, ValidPrefixEndsAtTheFirstBadByte) {
  EXPECT_EQ(base::valid_utf8_prefix("nine byte\xFF..."), 9U);
  EXPECT_EQ(base::valid_utf8_prefix("é\xC3"), 2U);
  EXPECT_EQ(base::valid_utf8_prefix("whole"), 5U);
}

TEST(Utf8, DecodeReadsWhatAppendWrites) {
  for (char32_t c = 0; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 61) {
    if (c >= 0xD800 && c <= 0xDFFF) {
      continue;
    }
    std::string text;
    base::utf8::append(text, c);
    const auto decoded = base::utf8::decode(text);
    ASSERT_EQ(decoded.code_point, c);
    ASSERT_EQ(decoded.size, text.size());
    ASSERT_TRUE(base::is_valid_utf8(text));
  }
}

TEST(Nfc, ComposesDecomposedLetters) {
  EXPECT_EQ(base::to_nfc("ti\u0301tulo"), "título");
  EXPECT_EQ(base::to_nfc("plain"), "plain");
  EXPECT_EQ(base::to_nfc("\u1112\u1161\u11AB"), "\uD55C");
  EXPECT_EQ(base::to_nfc("\u2126"), "\u03A9");
}

TEST(Nfc, EqualsTheLibraryOnRandomTexts) {
  RandomText texts(20260101);
  for (int i = 0; i < 4000; ++i) {
    const std::string text = texts.next();
    ASSERT_EQ(base::to_nfc(text), nfc(text)) << text;
    ASSERT_EQ(base::to_nfc(nfd(text)), nfc(text)) << text;
  }
}

// Letters with marks from the block that has a short way of its own.
TEST(Nfc, EqualsTheLibraryOnLettersWithMarks) {
  std::mt19937 engine(3);
  for (int i = 0; i < 5000; ++i) {
    std::string text;
    for (std::size_t size = engine() % 12; size > 0; --size) {
      base::utf8::append(text, static_cast<char32_t>('A' + engine() % 58));
      for (std::size_t marks = engine() % 16 == 0 ? 2 : engine() % 2; marks > 0; --marks) {
        base::utf8::append(text, static_cast<char32_t>(0x300 + engine() % 0x46));
      }
    }
    ASSERT_EQ(base::to_nfc(text), nfc(text)) << text;
  }
  EXPECT_EQ(base::to_nfc("e\u0302\u0301 \u0301 e\u0344 q\u0303"),
            nfc("e\u0302\u0301 \u0301 e\u0344 q\u0303"));
  EXPECT_EQ(base::to_nfc("\u0301"), "\u0301");
}

// Marks of a letter as an attacker sends them: each belongs before all that came so far.
std::string marked(std::size_t bytes) {
  std::string text = "a";
  while (text.size() < bytes) {
    text += "\u0301\u0323";
  }
  return text;
}

// Ordering marks by swapping neighbours takes minutes here; nobody waits for that.
TEST(Nfc, AMebibyteOfMarksIsOrderedAtOnce) {
  const auto begun = std::chrono::steady_clock::now();
  const std::string text = marked(std::size_t{1} << 20);
  const auto composed = base::to_nfc(text);
  base::fold(text);
  base::fold("\u0915" + text.substr(1));  // marks of other scripts are kept
  ASSERT_TRUE(composed.has_value());
  EXPECT_TRUE(composed->starts_with("\u1EA1\u0323"));
  EXPECT_TRUE(composed->ends_with("\u0301\u0301"));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(20));
}

TEST(Nfc, ManyMarksEqualTheLibrary) {
  for (const std::size_t bytes : {40U, 80U, 400U, 4000U}) {
    ASSERT_EQ(base::to_nfc(marked(bytes)), nfc(marked(bytes)));
  }
}

TEST(Nfc, PlainlyNfcNeverLies) {
  RandomText texts(7);
  for (int i = 0; i < 4000; ++i) {
    const std::string text = texts.next();
    if (base::is_plainly_nfc(text)) {
      ASSERT_EQ(text, nfc(text)) << text;
    }
  }
  EXPECT_TRUE(base::is_plainly_nfc("Memórias póstumas — “Brás Cubas”"));
  EXPECT_FALSE(base::is_plainly_nfc("memo\u0301rias"));
  EXPECT_FALSE(base::is_plainly_nfc("\xFF"));
}

// Alone, taken apart, and behind the letter that it would make another with.
TEST(Nfc, PlainlyNfcNeverLiesOfAnyCodePoint) {
  std::size_t plain = 0;
  for (char32_t c = 0xA0; c < 0x30000; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    std::string alone;
    base::utf8::append(alone, c);
    for (const std::string& text : {alone, nfd(alone)}) {
      if (!base::is_plainly_nfc(text)) continue;
      ++plain;
      ASSERT_EQ(text, nfc(text)) << static_cast<std::uint32_t>(c);
    }
  }
  EXPECT_GT(plain, 200'000U);
  EXPECT_TRUE(base::is_plainly_nfc("Οδύσσεια, Йога, קוהלת, كتاب, हिन्दी, ไทย, 日本 😀"));
  EXPECT_FALSE(base::is_plainly_nfc("\u0928\u093C"));
  EXPECT_FALSE(base::is_plainly_nfc("\u09C7\u09BE"));
}

TEST(CodePoints, CountsLettersNotBytes) {
  EXPECT_EQ(base::code_points(""), 0U);
  EXPECT_EQ(base::code_points("ação"), 4U);
  EXPECT_EQ(base::code_points("日本😀"), 3U);
}

TEST(ClipBytes, CutsAtACodePointBorder) {
  EXPECT_EQ(base::clip_bytes("ação", 10), "ação");
  EXPECT_EQ(base::clip_bytes("ação", 3), "aç");
  EXPECT_EQ(base::clip_bytes("ação", 2), "a");
  EXPECT_EQ(base::clip_bytes("😀", 3), "");
}

TEST(Trim, TakesUnicodeWhiteSpaceAndByteOrderMarksOffBothEnds) {
  EXPECT_EQ(base::trim("  a b \r\n\t"), "a b");
  EXPECT_EQ(base::trim("\uFEFF\u00A0\u3000a\u2003\u2029"), "a");
  EXPECT_EQ(base::trim(" \u00A0\n"), "");
  EXPECT_EQ(base::trim(""), "");
  EXPECT_EQ(base::trim("\x80\x80 \xFF"), "\x80\x80 \xFF");
  EXPECT_EQ(base::trim("é"), "é");
}

TEST(Trim, LeavesNothingOfTextThatShowsNothing) {
  for (const std::string_view nothing : {
           "\u200b",        "\u00ad",
           "\u200f\u200e",  "\u3164",
           "\u0301",        "\u0301\u0327",
           "\u00a0\u0301",  "\u115f\u1160",
           "\uffa0",        "\u2060\u2063",
           "\u202a \u202c", "\u034f",
           "\u061c",        "\u180e",
           "\ufe0f",        "\U000E0041\U000E007F",
           "\U000E0100",    "\u0903",
           "\u20dd",        "\u2800",
           "\u17b4",        "\ufff9\ufffa\ufffb",
           "\uffff",        "\ufdd0\U0001fffe",
           "\u200d\u200c",  "\ufeff\u200b\u3000",
           "\U0001D173",
       }) {
    EXPECT_EQ(base::trim(nothing), "") << nothing;
  }
  for (const std::string_view something :
       {"e\u0301", "\u200ba", "\u0301a", "\u25cc\u0301", "\u2764\ufe0f", "\u0905\u0903", ".",
        "\u0600", "\ufffd", "\u200b\u0001", "\u200b\xFF", "\u30FC", "\u2400"}) {
    EXPECT_EQ(base::trim(something), something);
  }
}

TEST(HasControl, FindsC0C1AndDelButNotWhatIsAllowed) {
  EXPECT_TRUE(base::has_control(std::string("a\0b", 3), Newlines::refused));
  EXPECT_TRUE(base::has_control("a\nb", Newlines::refused));
  EXPECT_TRUE(base::has_control("a\x7F", Newlines::allowed));
  EXPECT_TRUE(base::has_control("a\u0085", Newlines::allowed));
  EXPECT_TRUE(base::has_control("a\u009F", Newlines::allowed));
  EXPECT_TRUE(base::has_control("a\r", Newlines::allowed));
  EXPECT_FALSE(base::has_control("a\nb\tc", Newlines::allowed));
  EXPECT_FALSE(base::has_control("\u00A0 é ç", Newlines::refused));
}

// Eight bytes are looked at in one go, the last of a text with some before them.
TEST(HasControl, FindsOneAtEveryPlaceOfTextsOfEveryLength) {
  for (std::size_t size = 1; size <= 20; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      std::string text(size, 'a');
      EXPECT_FALSE(base::first_control(text, Newlines::refused));
      text[at] = '\n';
      EXPECT_EQ(base::first_control(text, Newlines::refused), U'\n') << size << ' ' << at;
      EXPECT_FALSE(base::first_control(text, Newlines::allowed)) << size << ' ' << at;
      const std::string with_c1 = text.substr(0, at) + "\u0085" + text.substr(at + 1);
      EXPECT_EQ(base::first_control(with_c1, Newlines::allowed), U'\u0085') << size << ' ' << at;
    }
  }
}

TEST(Utf8, ABadByteIsSeenAtEveryPlaceOfTextsOfEveryLength) {
  for (std::size_t size = 1; size <= 20; ++size) {
    EXPECT_TRUE(base::is_valid_utf8(std::string(size, 'a')));
    for (std::size_t at = 0; at < size; ++at) {
      std::string text(size, 'a');
      text[at] = '\xE3';
      EXPECT_EQ(base::valid_utf8_prefix(text), at) << size;
      EXPECT_FALSE(base::to_nfc(text)) << size << ' ' << at;
    }
  }
}

TEST(Fold, MakesComparisonForms) {
  EXPECT_EQ(base::fold("L'Été à São-Paulo"), "l ete a sao paulo");
  EXPECT_EQ(base::fold("  O  Senhor dos ANÉIS!  "), "o senhor dos aneis");
  EXPECT_EQ(base::fold("ESTAÇÃO nº 1º, 2ª"), "estacao no 1o 2a");
  EXPECT_EQ(base::fold("ﬁm da ﬂor"), "fim da flor");
  EXPECT_EQ(base::fold("Æsop œuvre Øl Łódź đ Ð Þór Straße ıİI"),
            "aesop oeuvre ol lodz d d thor strasse iii");
  EXPECT_EQ(base::fold("Ὀδυσσεύς ΟΔΥΣΣΕΥΣ"), "οδυσσευσ οδυσσευσ");
  EXPECT_EQ(base::fold("Анна Каренина, Ёлка, Достоевский"), "анна каренина елка достоевскии");
  EXPECT_EQ(base::fold("源氏物語 第2巻"), "源氏物語 第2巻");
  EXPECT_EQ(base::fold("がぎぐ"), "がぎぐ");
  EXPECT_EQ(base::fold("ｶﾞ Ａｂｃ"), "ガ abc");
  EXPECT_EQ(base::fold("한국"), "한국");
  EXPECT_EQ(base::fold("x² + ½"), "x2 1 2");
  EXPECT_EQ(base::fold("Dostoevskiĭ, Il\u02B9ich; Hawai\u02BBi; l\u02BCété"),
            "dostoevskii ilich hawaii l ete");
  EXPECT_EQ(base::fold("co\u00ADoperar\u200B"), "cooperar");
  EXPECT_EQ(base::fold("हिन्दी"), "हिन्दी");
  EXPECT_EQ(base::fold("!?… —"), "");
  EXPECT_EQ(base::fold(""), "");
  EXPECT_EQ(base::fold("\u0301abc"), "abc");
}

TEST(Fold, AppendsBehindWhatIsThere) {
  std::string out = "abc";
  base::append_fold(out, " Été ");
  EXPECT_EQ(out, "abcete");
  base::append_fold(out, "日本");
  EXPECT_EQ(out, "abcete日本");
}

TEST(Fold, TakesBytesThatAreNotUtf8AsSeparators) {
  EXPECT_EQ(base::fold("a\xFF"
                       "b\xC3"),
            "a b");
  EXPECT_EQ(base::fold("日\xE6本"), "日 本");
}

TEST(Fold, IsIdempotentAndTheSameForNfcAndNfd) {
  RandomText texts(42);
  for (int i = 0; i < 6000; ++i) {
    const std::string text = texts.next();
    const std::string folded = base::fold(text);
    ASSERT_EQ(base::fold(folded), folded) << text;
    ASSERT_EQ(base::fold(nfd(text)), folded) << text;
    ASSERT_EQ(base::fold(nfc(text)), folded) << text;
    ASSERT_FALSE(folded.starts_with(' ') || folded.ends_with(' ')) << text;
    ASSERT_EQ(folded.find("  "), std::string::npos) << text;
  }
}

// A text without CJK takes a table, one with it the long way: both must say the same.
TEST(Fold, TableAndLibraryAgreeOnEveryCodePoint) {
  for (char32_t c = 1; c < 0x2070; ++c) {
    if (c == 0x530) {
      c = 0x1E00;
    }
    std::string text = "a";
    base::utf8::append(text, c);
    for (const std::string end : {"b", "\u0301b"}) {
      const std::string whole = text + end;
      ASSERT_EQ(base::fold(whole + " 日"), base::fold(whole) + " 日") << static_cast<unsigned>(c);
    }
  }
}

TEST(Words, SplitsFoldedText) {
  using Views = std::vector<std::string_view>;
  EXPECT_EQ(base::words("o senhor dos aneis"), (Views{"o", "senhor", "dos", "aneis"}));
  EXPECT_EQ(base::words(""), Views{});
  EXPECT_EQ(base::words(" a "), Views{"a"});
}

TEST(EditDistance, CountsInsertionsDeletionsChangesAndSwaps) {
  EXPECT_EQ(base::edit_distance("titulo", "titulo", 3), 0U);
  EXPECT_EQ(base::edit_distance("titlo", "titulo", 3), 1U);
  EXPECT_EQ(base::edit_distance("tiutlo", "titulo", 3), 1U);
  EXPECT_EQ(base::edit_distance("título", "titulo", 3), 1U);
  EXPECT_EQ(base::edit_distance("", "abc", 5), 3U);
  EXPECT_EQ(base::edit_distance("kitten", "sitting", 5), 3U);
}

TEST(EditDistance, StopsAtTheMostAskedFor) {
  EXPECT_EQ(base::edit_distance("kitten", "sitting", 2), 3U);
  EXPECT_EQ(base::edit_distance("abcdefgh", "zyxwvuts", 1), 2U);
  EXPECT_EQ(base::edit_distance(std::string(65, 'a'), std::string(65, 'a'), 2), 3U);
}

}  // namespace
}  // namespace base_text_test
