#include "catalog/person_names.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"

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

bool has_digit(std::string_view word) noexcept {
  return std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

// Calls visit(part) for each part of the line that is not blank.
template <class Visit>
void each_part(std::string_view line, char separator, Visit visit) {
  while (!line.empty()) {
    const std::size_t end = std::min(line.find(separator), line.size());
    if (const std::string_view part = base::trim(line.substr(0, end)); !part.empty()) {
      visit(part);
    }
    line.remove_prefix(std::min(end + 1, line.size()));
  }
}

std::string joined(std::string_view left, std::string_view right) {
  std::string both(left);
  both += left.empty() || right.empty() ? "" : " ";
  both += right;
  return both;
}

// Folded and without dates: what stands before the first comma, and what stands behind it.
struct PartsOfName {
  std::string surname;
  std::string rest;
};
PartsOfName parts_of_name(std::string_view name) {
  PartsOfName parts;
  std::size_t number = 0;
  each_part(name, ',', [&](std::string_view part) {
    const std::string folded = base::fold(part);
    std::string& to = number++ == 0 ? parts.surname : parts.rest;
    for (const std::string_view word : base::words(folded)) {
      if (!has_digit(word)) {
        to = joined(to, word);
      }
    }
  });
  return parts;
}

// Behind the surname of a Portuguese or English name, and no part of it.
constexpr std::array<std::string_view, 14> suffixes{
    "filho",  "filha", "neto", "neta", "sobrinho", "junior",  "jr",
    "senior", "sr",    "ii",   "iii",  "iv",       "bisneto", "segundo"};

}  // namespace

std::string person_key(std::string_view name) {
  const auto [surname, rest] = parts_of_name(name);
  if (surname.empty() && rest.empty()) {
    return base::fold(name);
  }
  return joined(rest, surname);
}

std::string filed_name(std::string_view name) {
  const auto [surname, rest] = parts_of_name(name);
  if (surname.empty() && rest.empty()) {
    return base::fold(name);
  }
  if (name.find(',') != std::string_view::npos) {
    return joined(surname, rest);
  }
  std::string filed;
  for (const std::string& word : surname_words(surname)) {
    filed = joined(filed, word);
  }
  const std::string_view forenames = base::trim(
      std::string_view(surname).substr(0, surname.size() - std::min(surname.size(), filed.size())));
  return joined(filed, forenames);
}

std::vector<std::string> surname_words(std::string_view name) {
  const std::size_t comma = name.find(',');
  const std::string folded = base::fold(name.substr(0, comma));
  std::vector<std::string_view> words = base::words(folded);
  if (comma == std::string_view::npos) {
    const bool ends_in_suffix =
        words.size() > 2 && std::ranges::find(suffixes, words.back()) != suffixes.end();
    const std::size_t kept = std::min<std::size_t>(words.size(), ends_in_suffix ? 2 : 1);
    words.erase(words.begin(), words.end() - static_cast<std::ptrdiff_t>(kept));
  }
  return {words.begin(), words.end()};
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
  const std::string_view line =
      fields.author ? std::string_view(*fields.author) : std::string_view{};
  each_part(line, ';', [&](std::string_view part) {
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
  });
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
  const std::string_view line =
      fields.author ? std::string_view(*fields.author) : std::string_view{};
  each_part(line, ';', [&](std::string_view part) {
    if (std::string name = base::fold(part); !name.empty()) {
      add(std::move(name));
    }
  });
  for (const Contributor& contributor : fields.contributors) {
    std::string name = base::fold(contributor.name);
    if (!name.empty() && !holds_whole_words(known, name)) {
      add(std::move(name));
    }
  }
  return names;
}

}  // namespace catalog
