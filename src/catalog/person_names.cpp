#include "catalog/person_names.hpp"

#include <algorithm>
#include <utility>

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

// Folded, and without the words that hold a digit.
std::string folded_part(std::string_view part) {
  const std::string folded = base::fold(part);
  std::string kept;
  for (const std::string_view word : base::words(folded)) {
    if (!has_digit(word)) {
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
