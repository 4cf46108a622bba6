#include "catalog/person_names.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "catalog/name_parts.hpp"

namespace catalog {
namespace {

bool holds_whole_words(std::string_view text, std::string_view words) {
  for (std::size_t at = text.find(words); at != std::string_view::npos;
       at = text.find(words, at + 1)) {
    const std::size_t end = at + words.size();
    if ((at == 0 || text[at - 1] == ' ') && (end == text.size() || text[end] == ' ')) {
      return true;
    }
  }
  return false;
}

// The references that programs leave in texts: "&amp;", "&eacute;", "&#233;".
constexpr auto reference_names = std::to_array<std::string_view>(
    {"amp",   "lt",    "gt",     "quot",   "apos",  "nbsp",  "szlig", "ordf",
     "ordm",  "deg",   "middot", "ndash",  "mdash", "lsquo", "rsquo", "ldquo",
     "rdquo", "laquo", "raquo",  "hellip", "aelig", "oelig"});
constexpr auto reference_marks = std::to_array<std::string_view>(
    {"acute", "grave", "circ", "tilde", "uml", "cedil", "ring", "slash", "caron"});

// True when a reference to a character ends before the semicolon at `end`: "Silva &amp; Filhos".
bool ends_reference(std::string_view line, std::size_t end) {
  constexpr std::size_t reference_bytes_max = 12;
  const std::size_t begin = line.substr(0, end).rfind('&');
  if (begin == std::string_view::npos || end - begin > reference_bytes_max) {
    return false;
  }
  std::string_view name = line.substr(begin + 1, end - begin - 1);
  if (name.starts_with('#')) {
    name.remove_prefix(1);
    const bool is_hexadecimal = name.starts_with('x') || name.starts_with('X');
    name.remove_prefix(is_hexadecimal ? 1 : 0);
    constexpr std::string_view digits = "0123456789abcdefABCDEF";
    return !name.empty() &&
           name.find_first_not_of(is_hexadecimal ? digits : digits.substr(0, 10)) ==
               std::string_view::npos;
  }
  const std::string lower = base::lower_case(name);
  return std::ranges::find(reference_names, lower) != reference_names.end() ||
         (lower.size() > 1 &&
          std::ranges::find(reference_marks, lower.substr(1)) != reference_marks.end());
}

// Where the first name of the line ends: at a semicolon, but for those within the name of a
// contributor, whom the line may name.
std::size_t first_name_end(std::string_view line, const std::vector<Contributor>& contributors) {
  for (const Contributor& one : contributors) {
    const std::size_t size = one.name.size();
    const bool holds_semicolon = one.name.find(';') != std::string::npos;
    if (holds_semicolon && line.starts_with(one.name) &&
        (line.size() == size || line[size] == ';')) {
      return size;
    }
  }
  std::size_t end = line.find(';');
  while (end != std::string_view::npos && ends_reference(line, end)) {
    end = line.find(';', end + 1);
  }
  return std::min(end, line.size());
}

std::string joined(std::string_view left, std::string_view right) {
  std::string both(left);
  both += left.empty() || right.empty() ? "" : " ";
  both += right;
  return both;
}

// Folded, and without the words that hold a digit.
std::string folded_part(std::string_view part) {
  std::string folded = base::fold(part);
  if (std::ranges::none_of(folded, base::is_digit)) {
    return folded;
  }
  std::string kept;
  for (const std::string_view word : base::words(folded)) {
    if (std::ranges::none_of(word, base::is_digit)) {
      kept = joined(kept, word);
    }
  }
  return kept;
}

struct FoldedParts {
  std::string surname;  // with its suffix
  std::string forenames;
};
FoldedParts folded_parts(std::string_view name) {
  const NameParts parts = name_parts(name);
  return {folded_part(parts.filed_surname()), folded_part(parts.forenames)};
}

}  // namespace

std::string person_key(std::string_view name) {
  const auto [surname, forenames] = folded_parts(name);
  std::string key = joined(forenames, surname);
  return key.empty() ? base::fold(name) : key;
}

std::string filed_name(std::string_view name) {
  const auto [surname, forenames] = folded_parts(name);
  std::string filed = joined(surname, forenames);
  return filed.empty() ? base::fold(name) : filed;
}

std::vector<std::string> surname_words(std::string_view name) {
  std::string surname = folded_parts(name).surname;
  if (surname.empty()) {
    surname = filed_name(name);
  }
  const std::vector<std::string_view> words = base::words(surname);
  return {words.begin(), words.end()};
}

std::vector<std::string_view> names_of_author(const BookFields& fields) {
  std::vector<std::string_view> names;
  std::string_view line = fields.author ? std::string_view(*fields.author) : std::string_view{};
  for (line = base::trim(line); !line.empty(); line = base::trim(line)) {
    const std::size_t end = first_name_end(line, fields.contributors);
    if (const std::string_view name = base::trim(line.substr(0, end)); !name.empty()) {
      names.push_back(name);
    }
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return names;
}

std::vector<PersonName> person_names(const BookFields& fields) {
  std::vector<PersonName> names;
  std::string known;
  const auto add = [&](std::string_view text, ContributorKind kind) {
    const bool is_person = kind == ContributorKind::person;
    const std::string folded = base::fold(text);
    std::string key = is_person ? person_key(text) : folded;
    if (!key.empty()) {
      known += known.empty() ? "" : " ";
      known += folded;
      names.push_back({std::string(text), std::move(key), is_person});
    }
  };
  for (const std::string_view part : names_of_author(fields)) {
    const std::string folded = base::fold(part);
    std::vector<const Contributor*> held;
    for (const Contributor& one : fields.contributors) {
      const std::string name = base::fold(one.name);
      if (!name.empty() && holds_whole_words(folded, name)) {
        held.push_back(&one);
      }
    }
    if (held.size() > 1) {
      std::ranges::for_each(held, [&](const Contributor* one) { add(one->name, one->kind); });
    } else {
      add(part, held.empty() ? ContributorKind::person : held.front()->kind);
    }
  }
  for (const Contributor& one : fields.contributors) {
    const std::string name = base::fold(one.name);
    if (!name.empty() && !holds_whole_words(known, name)) {
      add(one.name, one.kind);
    }
  }
  return names;
}

std::vector<std::string> author_names(const BookFields& fields) {
  std::vector<std::string> names;
  std::string known;
  const auto add = [&](std::string name) {
    known += known.empty() ? "" : " ";
    known += name;
    names.push_back(std::move(name));
  };
  for (const std::string_view part : names_of_author(fields)) {
    if (std::string name = base::fold(part); !name.empty()) {
      add(std::move(name));
    }
  }
  for (const Contributor& contributor : fields.contributors) {
    std::string name = base::fold(contributor.name);
    if (!name.empty() && !holds_whole_words(known, name)) {
      add(std::move(name));
    }
  }
  return names;
}

}  // namespace catalog
