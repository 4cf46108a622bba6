// base::fold. One slow path over utf8proc defines what folding means; a table made from it, one
// entry per code point of the scripts whose marks are dropped, gives the same in a fiftieth of the
// time: without marks no character depends on its neighbours.

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "base/check.hpp"
#include "base/decompose.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

namespace base {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

template <std::size_t count>
bool within(const std::array<Range, count>& ranges, char32_t c) noexcept {
  return std::ranges::any_of(ranges,
                             [c](Range range) { return c >= range.first && c <= range.last; });
}

// Blocks of Latin, Greek and Cyrillic letters, as they are after compatibility decomposition.
constexpr std::array<Range, 13> unmarked_scripts{{
    {0x41, 0x5A},
    {0x61, 0x7A},
    {0xAA, 0x24F},
    {0x250, 0x2FF},
    {0x370, 0x3FF},
    {0x400, 0x52F},
    {0x1C80, 0x1C8F},
    {0x1D00, 0x1DBF},
    {0x1E00, 0x1EFF},
    {0x1F00, 0x1FFF},
    {0x2C60, 0x2C7F},
    {0xA640, 0xA69F},
    {0xA720, 0xA7FF},
}};

struct Spelling {
  char32_t letter;
  std::string_view plain;
};

// Letters that Unicode does not decompose, as readers without them on the keyboard write them.
constexpr std::array<Spelling, 13> spelled_out{{
    {U'æ', "ae"},
    {U'ð', "d"},
    {U'ø', "o"},
    {U'þ', "th"},
    {U'đ', "d"},
    {U'ħ', "h"},
    {U'ı', "i"},
    {U'ĸ', "k"},
    {U'ł', "l"},
    {U'ŋ', "n"},
    {U'œ', "oe"},
    {U'ŧ', "t"},
    {U'ȷ', "j"},
}};

// Signs inside words of romanised names (soft sign, okina, ayn, alif): "Ilʹich" is "ilich". The
// modifier apostrophe U+02BC is not among them, it separates as every apostrophe does.
constexpr bool is_romanisation_sign(char32_t c) noexcept {
  return c == 0x2B9 || c == 0x2BA || c == 0x2BB || c == 0x2BE || c == 0x2BF;
}

enum class Role { letter, digit, mark, separator };

Role role_of(char32_t c) noexcept {
  if (c == 0x2BC) {
    return Role::separator;
  }
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
  if (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) {
    return Role::letter;
  }
  if (is_mark(c)) {
    return Role::mark;
  }
  if (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO) {
    return Role::digit;
  }
  return Role::separator;
}

// Code points of the folded text, with a space between words and marks only where they belong.
class Folded {
 public:
  void add(char32_t c) {
    if (is_romanisation_sign(c)) {
      marks_kept_ = false;
      return;
    }
    switch (role_of(c)) {
      case Role::letter:
        marks_kept_ = !within(unmarked_scripts, c);
        add_case_folded(c);
        return;
      case Role::digit:
        marks_kept_ = false;
        push(c);
        return;
      case Role::mark:
        if (marks_kept_) {
          push(c);
        }
        return;
      case Role::separator:
        marks_kept_ = false;
        separated_ = !out_.empty();
        return;
    }
  }

  std::vector<utf8proc_int32_t>& code_points() noexcept { return out_; }

 private:
  // Only now that the marks are apart: as a whole, the Greek iota subscript would become a letter.
  void add_case_folded(char32_t c) {
    std::array<utf8proc_int32_t, 8> folded{};
    int last_boundclass = 0;
    const auto count = utf8proc_decompose_char(
        static_cast<utf8proc_int32_t>(c), folded.data(),
        static_cast<utf8proc_ssize_t>(folded.size()),
        static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD),
        &last_boundclass);
    check(count >= 0 && static_cast<std::size_t>(count) <= folded.size());
    for (const utf8proc_int32_t letter : std::span(folded).first(static_cast<std::size_t>(count))) {
      add_letter(static_cast<char32_t>(letter));
    }
  }

  void add_letter(char32_t c) {
    const auto* spelling = std::ranges::find(spelled_out, c, &Spelling::letter);
    if (spelling == spelled_out.end()) {
      push(c);
      return;
    }
    for (const char plain : spelling->plain) {
      push(static_cast<unsigned char>(plain));
    }
  }

  void push(char32_t c) {
    if (separated_) {
      out_.push_back(' ');
      separated_ = false;
    }
    out_.push_back(static_cast<utf8proc_int32_t>(c));
  }

  std::vector<utf8proc_int32_t> out_;
  bool separated_ = false;
  bool marks_kept_ = false;
};

// Bytes that are not UTF-8 as spaces: a query nobody has checked must not stop anything.
std::string with_valid_utf8(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t valid = valid_utf8_prefix(text);
    out += text.substr(0, valid);
    text.remove_prefix(valid);
    if (!text.empty()) {
      out += ' ';
      text.remove_prefix(1);
    }
  }
  return out;
}

void append_fold_slowly(std::string& out, std::string_view text) {
  Folded folded;
  for (const utf8proc_int32_t c :
       decompose(text, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_IGNORE)) {
    folded.add(static_cast<char32_t>(c));
  }
  // Hangul and kana come apart above; together again they read, count and compare as written.
  auto& points = folded.code_points();
  const auto count =
      utf8proc_normalize_utf32(points.data(), static_cast<utf8proc_ssize_t>(points.size()),
                               static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  check(count >= 0);
  for (const utf8proc_int32_t c : std::span(points).first(static_cast<std::size_t>(count))) {
    utf8::append(out, static_cast<char32_t>(c));
  }
}

// ---- the table ---------------------------------------------------------------------------------

// The folded form of one code point; " " stands for a separator, nothing for a mark.
struct Entry {
  std::array<char, 7> text{};
  std::uint8_t size = 0;
};

class Table {
 public:
  Table() {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      entries_[i] = make_entry(code_point_at(i));
    }
    for (std::size_t c = 0; c < ascii_.size(); ++c) {
      check(entries_[c].size == 1);
      ascii_[c] = entries_[c].text[0];
    }
  }

  // The folded form of each character of ASCII, which is one: ' ' for a separator.
  const std::array<char, 0x80>& ascii() const noexcept { return ascii_; }

  // nullptr: not in the table, the whole text takes the slow path.
  const Entry* find(char32_t c) const noexcept {
    if (c < low_end) {
      return &entries_[c];
    }
    if (c >= high_begin && c < high_end) {
      return &entries_[c - high_begin + low_end];
    }
    return nullptr;
  }

 private:
  // ASCII to Cyrillic with the combining marks; Latin additional, extended Greek, punctuation.
  static constexpr char32_t low_end = 0x530;
  static constexpr char32_t high_begin = 0x1E00;
  static constexpr char32_t high_end = 0x2070;

  static char32_t code_point_at(std::size_t index) noexcept {
    const auto c = static_cast<char32_t>(index);
    return c < low_end ? c : c - low_end + high_begin;
  }

  static Entry make_entry(char32_t c) {
    // Between two letters a separator shows as a space.
    std::string text = "x";
    utf8::append(text, c);
    text += 'x';
    std::string folded;
    append_fold_slowly(folded, text);
    const std::string_view middle = std::string_view(folded).substr(1, folded.size() - 2);
    Entry entry;
    check(middle.size() <= entry.text.size());
    std::ranges::copy(middle, entry.text.begin());
    entry.size = static_cast<std::uint8_t>(middle.size());
    return entry;
  }

  std::array<Entry, low_end + (high_end - high_begin)> entries_;
  std::array<char, 0x80> ascii_{};
};

const Table& table() {
  static const Table made;
  return made;
}

// Appends to a text by way of a buffer: a string asks for room with each character.
class FoldedText {
 public:
  explicit FoldedText(std::string& out) : out_(out), begin_(out.size()) {}
  ~FoldedText() = default;
  FoldedText(const FoldedText&) = delete;
  FoldedText& operator=(const FoldedText&) = delete;

  void add(const Entry& entry) {
    if (buffer_.size() - size_ < 2 * entry.text.size()) {
      flush();
    }
    for (std::size_t k = 0; k < entry.size; ++k) {
      add(entry.text[k]);
    }
  }
  // Adds the ASCII that `text` begins with, as far as there is room; gives how much that was.
  std::size_t add_ascii(std::string_view text, const std::array<char, 0x80>& folded) {
    if (buffer_.size() - size_ < buffer_.size() / 2) {
      flush();
    }
    // A separator takes room only when something follows it.
    text = text.substr(0, buffer_.size() - size_ - 1);
    const bool is_begun = out_.size() > begin_;
    bool separated = separated_;
    std::size_t size = size_;
    std::size_t taken = 0;
    for (; taken < text.size() && static_cast<unsigned char>(text[taken]) < folded.size();
         ++taken) {
      const char c = folded[static_cast<unsigned char>(text[taken])];
      if (c == ' ') {
        separated = size > 0 || is_begun;
        continue;
      }
      buffer_[size] = ' ';
      size += separated ? 1 : 0;
      buffer_[size++] = c;
      separated = false;
    }
    separated_ = separated;
    size_ = size;
    return taken;
  }
  void flush() {
    out_.append(buffer_.data(), size_);
    size_ = 0;
  }
  void give_up() { out_.resize(begin_); }

 private:
  void add(char c) noexcept {
    if (c == ' ') {
      separated_ = size_ > 0 || out_.size() > begin_;
      return;
    }
    if (separated_) {
      buffer_[size_++] = ' ';
      separated_ = false;
    }
    buffer_[size_++] = c;
  }

  std::string& out_;
  const std::size_t begin_;
  std::array<char, 256> buffer_;
  std::size_t size_ = 0;
  bool separated_ = false;
};

// false: `text` needs the slow path; `out` is as it was.
bool append_fold_by_table(std::string& out, std::string_view text) {
  const Table& entries = table();
  FoldedText folded(out);
  while (true) {
    text.remove_prefix(folded.add_ascii(text, entries.ascii()));
    if (text.empty()) {
      break;
    }
    const auto [c, size] = utf8::decode(text);
    const Entry* const entry = size > 0 ? entries.find(c) : nullptr;
    if (entry == nullptr) {
      folded.give_up();
      return false;
    }
    text.remove_prefix(size);
    folded.add(*entry);
  }
  folded.flush();
  return true;
}

}  // namespace

bool is_mark(char32_t code_point) noexcept {
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(code_point));
  return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

bool is_letter_or_mark(char32_t code_point) noexcept {
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(code_point));
  return is_mark(code_point) ||
         (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO);
}

void append_fold(std::string& out, std::string_view text) {
  if (append_fold_by_table(out, text)) {
    return;
  }
  if (is_valid_utf8(text)) {
    append_fold_slowly(out, text);
  } else {
    append_fold(out, with_valid_utf8(text));
  }
}

std::string fold(std::string_view text) {
  std::string out;
  append_fold(out, text);
  return out;
}

}  // namespace base
