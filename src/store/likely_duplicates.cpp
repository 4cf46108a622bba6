#include "store/likely_duplicates.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "store/duplicate_key.hpp"

namespace store {
namespace {

struct Ordinal {
  std::string_view words;  // folded, between blanks
  int value;
};
constexpr std::array ordinals{
    Ordinal{" primeira primeiro primera primer premiere first ", 1},
    Ordinal{" segunda segundo deuxieme second ", 2},
    Ordinal{" terceira terceiro tercera tercer troisieme third ", 3},
    Ordinal{" quarta quarto cuarta cuarto quatrieme fourth ", 4},
    Ordinal{" quinta quinto cinquieme fifth ", 5},
    Ordinal{" sexta sexto sixieme sixth ", 6},
    Ordinal{" setima setimo septima septimo septieme seventh ", 7},
    Ordinal{" oitava oitavo octava octavo huitieme eighth ", 8},
    Ordinal{" nona nono novena noveno neuvieme ninth ", 9},
    Ordinal{" decima decimo dixieme tenth ", 10},
};

int ordinal_of(std::string_view word) {
  const std::string wanted = " " + std::string(word) + " ";
  const auto* const found = std::ranges::find_if(ordinals, [&](const Ordinal& ordinal) {
    return ordinal.words.find(wanted) != std::string_view::npos;
  });
  return found == ordinals.end() ? 0 : found->value;
}

// 0: no Roman number. Whatever is made of its letters counts; nobody writes "iix" by mistake.
int roman_value(std::string_view word) noexcept {
  constexpr std::string_view letters = "ivxlcdm";
  constexpr std::array<int, 7> values{1, 5, 10, 50, 100, 500, 1000};
  int sum = 0;
  int last = 0;
  for (const char c : word) {
    const std::size_t at = letters.find(c);
    if (at == std::string_view::npos) {
      return 0;
    }
    const int value = values[at];
    sum += value > last ? value - 2 * last : value;
    last = value;
  }
  return sum;
}

// The number that an edition or a volume goes by: "2ª ed. rev.", "Second edition", "v. II" -> 2.
// nullopt: none that is understood.
std::optional<std::string> number_in(std::string_view folded) {
  const std::size_t begin = folded.find_first_of("123456789");
  if (begin != std::string_view::npos) {
    const auto* const end = std::find_if_not(folded.begin() + begin, folded.end(), base::is_digit);
    return std::string(folded.begin() + begin, end);
  }
  int number = 0;
  for (const std::string_view word : base::words(folded)) {
    const int ordinal = ordinal_of(word);
    const int value = ordinal > 0 ? ordinal : roman_value(word);
    number = value > 0 ? value : number;
  }
  return number > 0 ? std::optional(std::to_string(number)) : std::nullopt;
}

bool are_different(std::string_view left, std::string_view right) {
  const std::string one = base::fold(left);
  const std::string other = base::fold(right);
  if (one.empty() || other.empty() || one == other) {
    return false;
  }
  const auto number = number_in(one);
  return !number || number != number_in(other);
}

std::string_view volume_of(const catalog::BookFields& fields) noexcept {
  return fields.series ? std::string_view(fields.series->volume) : std::string_view{};
}

}  // namespace

bool are_different(const catalog::BookFields& left, const catalog::BookFields& right) {
  if (are_different(left.edition, right.edition) ||
      are_different(volume_of(left), volume_of(right))) {
    return true;
  }
  const auto isbns = isbns_of(left);
  const auto others = isbns_of(right);
  const bool is_shared = std::ranges::any_of(
      isbns, [&](const catalog::Isbn& isbn) { return std::ranges::binary_search(others, isbn); });
  return !isbns.empty() && !others.empty() && !is_shared;
}

std::vector<BookId> likely_duplicates(WriteTables& tables, const catalog::BookFields& fields,
                                      std::int64_t duplicate_key) {
  std::vector<BookId> found;
  for (const BookId id : tables.duplicate_candidates(fields, duplicate_key)) {
    const auto stored = tables.live(id);
    if (stored && !are_different(stored->book.fields, fields)) {
      found.push_back(id);
    }
    if (found.size() == duplicates_max) {
      break;
    }
  }
  return found;
}

}  // namespace store
