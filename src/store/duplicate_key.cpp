#include "store/duplicate_key.hpp"

#include <algorithm>
#include <bit>
#include <string>
#include <string_view>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "catalog/listing.hpp"
#include "catalog/sort_key.hpp"

namespace store {
namespace {

class Fnv1a {
 public:
  void add(std::string_view bytes) noexcept {
    for (const char byte : bytes) {
      hash_ = (hash_ ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
    }
    // A byte that no folded text holds, so that ("ab", "c") and ("a", "bc") differ.
    hash_ = (hash_ ^ 0xFFU) * 0x100000001b3U;
  }
  std::int64_t value() const noexcept { return std::bit_cast<std::int64_t>(hash_); }

 private:
  std::uint64_t hash_ = 0xcbf29ce484222325U;
};

// '+' and '#' in the forms that Unicode has for them; 0: another character.
char telling_sign(char32_t c) noexcept {
  if (c == '+' || c == 0xFF0B || c == 0x2795) {
    return '+';
  }
  return c == '#' || c == 0xFF03 || c == 0x266F ? '#' : '\0';
}

// The signs behind a letter, each run with the number of words behind it: "++0" of "C++". Counted
// from the end, because an article may be missing at the front.
std::string telling_signs(std::string_view title) {
  // The bytes that one of them begins with.
  static constexpr base::ByteSet begins("+#\xE2\xEF");
  if (!begins.is_any_in(title)) {
    return {};
  }
  struct Run {
    std::string signs;
    std::size_t words_before;
  };
  std::vector<Run> runs;
  std::size_t words = 0;
  bool in_word = false;
  bool in_run = false;
  while (!title.empty()) {
    const auto [c, size] = base::utf8::decode(title);
    title.remove_prefix(std::max<std::size_t>(size, 1));
    const char sign = telling_sign(c);
    const bool letter = base::is_letter_or_mark(c);
    words += letter && !in_word ? 1 : 0;
    if (sign != '\0' && in_word) {
      runs.push_back({{}, words});
    }
    in_run = sign != '\0' && (in_word || in_run);
    in_word = letter;
    if (in_run) {
      runs.back().signs += sign;
    }
  }
  std::string out;
  for (const Run& run : runs) {
    out.append(run.signs).append(std::to_string(words - run.words_before));
  }
  return out;
}

}  // namespace

std::int64_t duplicate_key(const catalog::BookFields& fields) {
  Fnv1a hash;
  hash.add(catalog::title_key(fields));
  hash.add(catalog::author_key(fields));
  hash.add(std::to_string(fields.year ? std::int64_t{*fields.year} : catalog::unknown_year_key));
  if (const std::string signs = telling_signs(fields.title); !signs.empty()) {
    hash.add(signs);
  }
  return hash.value();
}

std::vector<catalog::Isbn> isbns_of(const catalog::BookFields& fields) {
  std::vector<catalog::Isbn> isbns = fields.other_isbns;
  if (fields.isbn) {
    isbns.push_back(*fields.isbn);
  }
  std::sort(isbns.begin(), isbns.end());
  isbns.erase(std::unique(isbns.begin(), isbns.end()), isbns.end());
  return isbns;
}

}  // namespace store
