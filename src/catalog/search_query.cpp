#include "catalog/search_query.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "catalog/isbn.hpp"
#include "catalog/isbn_corrections.hpp"
#include "catalog/search_words.hpp"

namespace catalog {
namespace {

using Demand = SearchTerm::Demand;
using End = SearchTerm::End;
using base::is_space;
using base::utf8::Decoded;

// Double quotes of every custom; any of them ends what any of them began.
bool is_quote(char32_t c) noexcept {
  return c == '"' || c == U'«' || c == U'»' || (c >= U'\u201C' && c <= U'\u201F') || c == U'\uFF02';
}

// A byte that is not UTF-8 counts as a character that is neither space nor quote.
Decoded first_character(std::string_view text) noexcept {
  const Decoded decoded = base::utf8::decode(text);
  return decoded.size > 0 ? decoded : Decoded{0xFFFD, 1};
}

// Bytes before the first character for which `ends` holds.
template <class Predicate>
std::size_t size_until(std::string_view text, Predicate ends) noexcept {
  std::size_t size = 0;
  while (size < text.size()) {
    const Decoded next = first_character(text.substr(size));
    if (ends(next.code_point)) {
      break;
    }
    size += next.size;
  }
  return size;
}

// Where the last word of a text begins.
std::size_t end_of_last_blank(std::string_view text) noexcept {
  std::size_t end = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Decoded next = first_character(text.substr(at));
    at += next.size;
    end = is_space(next.code_point) ? at : end;
  }
  return end;
}

struct NamedField {
  std::string_view name;  // folded
  SearchField field;
};
constexpr std::array<NamedField, 8> named_fields{{
    {"autor", SearchField::author},
    {"author", SearchField::author},
    {"titulo", SearchField::title},
    {"title", SearchField::title},
    {"assunto", SearchField::subject},
    {"subject", SearchField::subject},
    {"editora", SearchField::publisher},
    {"publisher", SearchField::publisher},
}};
// "TÍTULO" decomposed is shorter than this.
constexpr std::size_t field_name_bytes_max = 16;

std::optional<SearchField> search_field_named(std::string_view text) {
  if (text.size() > field_name_bytes_max) {
    return std::nullopt;
  }
  const auto* found = std::ranges::find(named_fields, base::fold(text), &NamedField::name);
  return found == named_fields.end() ? std::nullopt : std::optional(found->field);
}

// A minus before anything else is a dash.
bool begins_with_letter(std::string_view text) noexcept {
  const char32_t first = first_character(text).code_point;
  return base::is_letter_or_mark(first) && !base::is_mark(first);
}

// How many letters with a full stop a token begins with: two in "J.K." and in "J.-K.Rowling".
std::size_t count_initials(std::string_view token) noexcept {
  std::size_t count = 0;
  while (!token.empty() && begins_with_letter(token)) {
    token.remove_prefix(first_character(token).size);
    token.remove_prefix(size_until(token, [](char32_t c) { return !base::is_mark(c); }));
    if (!token.starts_with('.')) {
      break;
    }
    ++count;
    token.remove_prefix(token.starts_with(".-") ? 2 : 1);
  }
  return count;
}

// "ISBN-13: 978-85-…" without its name.
std::string_view without_isbn_name(std::string_view text) noexcept {
  constexpr std::string_view name = "isbn";
  const bool is_named = text.size() > name.size() &&
                        std::ranges::equal(text.substr(0, name.size()), name, [](char c, char of) {
                          return c == of || c == of - 'a' + 'A';
                        });
  if (!is_named) {
    return text;
  }
  text.remove_prefix(name.size());
  for (const std::string_view form : {"-13", "-10"}) {
    if (text.starts_with(form) && text.substr(form.size()).find_first_of(": ") == 0) {
      text.remove_prefix(form.size());
    }
  }
  text.remove_prefix(text.starts_with(':') ? 1 : 0);
  return base::trim(text);
}

class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(base::trim(text)) {}

  SearchQuery parse() && {
    const std::string_view text = rest_;
    if (add_isbn(rest_, {}) || add_wrong_isbn(rest_)) {
      return std::move(query_);
    }
    while (!rest_.empty() && !is_full()) {
      const Decoded next = first_character(rest_);
      if (is_space(next.code_point)) {
        rest_.remove_prefix(next.size);
      } else {
        parse_token();
      }
    }
    if (query_.terms.empty() && !text.empty()) {
      add_term({.spelling = SearchTerm::Spelling::exact, .words = {std::string(signs_alone)}});
    }
    want_something();
    return std::move(query_);
  }

 private:
  // What a token's words are looked for as.
  struct Place {
    SearchField field = SearchField::any;
    Demand demand = Demand::present;
  };

  bool is_full() const noexcept {
    return query_.terms.size() == search_terms_max || words_ == search_words_max;
  }

  void parse_token() {
    Place place;
    if (rest_.starts_with('-') && rest_.size() > 1) {
      // "-1520?" ends the years of a life.
      const std::string_view next = rest_.substr(1);
      if (is_quote(first_character(next).code_point) || begins_with_letter(next)) {
        place.demand = Demand::absent;
        rest_.remove_prefix(1);
      }
    }
    place.field = take_field();
    if (is_quote(first_character(rest_).code_point)) {
      take_phrase(place);
    } else {
      take_words(place);
    }
  }

  // Who excludes only asks for nothing: the words are meant.
  void want_something() {
    auto& terms = query_.terms;
    const auto is_absent = [](const SearchTerm& term) { return term.demand == Demand::absent; };
    if (std::ranges::all_of(terms, is_absent)) {
      for (SearchTerm& term : terms) {
        term.demand = Demand::present;
        term.spelling = term.words.size() > 1 ? term.spelling : SearchTerm::Spelling::any;
      }
    }
  }

  SearchField take_field() {
    const std::size_t size =
        size_until(rest_, [](char32_t c) { return c == ':' || is_space(c) || is_quote(c); });
    const std::string_view after = rest_.substr(size);
    // Without a value behind it the name is a word.
    if (after.size() < 2 || after.front() != ':' ||
        is_space(first_character(after.substr(1)).code_point)) {
      return SearchField::any;
    }
    const auto field = search_field_named(rest_.substr(0, size));
    if (!field) {
      return SearchField::any;
    }
    rest_.remove_prefix(size + 1);
    return *field;
  }

  std::string_view take(std::size_t size) noexcept {
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  void take_phrase(Place place) {
    take(first_character(rest_).size);
    const std::string_view text = take(size_until(rest_, is_quote));
    const bool is_typed = rest_.empty() && place.demand == Demand::present;
    if (!add_isbn(text, place)) {
      // The last word of a phrase that is still being typed is one like others.
      const std::size_t end = is_typed ? end_of_last_blank(text) : text.size();
      add_as_phrase(text.substr(0, end), place);
      add_words_apart(text.substr(end), place.field);
    }
    if (rest_.empty()) {
      return;
    }
    take(first_character(rest_).size);
    // What sticks to the closing quote begins no token: "Porto"-Lisboa.
    if (!rest_.empty() && !is_quote(first_character(rest_).code_point)) {
      take_words({});
    }
  }

  // A quote inside a token opens nothing: 12" singles, Hebrew acronyms.
  void take_words(Place place) {
    const std::string_view text = take(size_until(rest_, is_space));
    if (add_isbn(text, place)) {
      return;
    }
    if (place.demand == Demand::absent) {
      add_as_phrase(text, place);
      return;
    }
    add_words_apart(text, place.field);
  }

  bool add_isbn(std::string_view text, Place place) {
    const auto isbn = place.field == SearchField::any ? Isbn::parse(text) : std::nullopt;
    if (isbn) {
      add_term({.field = SearchField::any,
                .demand = place.demand,
                .words = {std::string(isbn->digits())}});
    }
    return isbn.has_value();
  }

  // As many digits as an ISBN, and one of them wrong: none is looked for by itself.
  bool add_wrong_isbn(std::string_view text) {
    text = without_isbn_name(text);
    std::string digits;
    for (const char c : text) {
      if (base::is_digit(c) || c == 'X' || c == 'x') {
        digits += c;
      } else if (c != '-') {
        return false;
      }
    }
    if (isbn_corrections(digits).empty()) {
      return false;
    }
    add_term({.spelling = SearchTerm::Spelling::exact, .words = {base::fold(digits)}});
    return true;
  }

  // -guarda-chuva must not hide the books about rain.
  void add_as_phrase(std::string_view text, Place place) {
    const std::string folded = base::fold(text);
    std::vector<std::string_view> words;
    append_search_words(words, folded);
    SearchTerm term{.field = place.field,
                    .demand = place.demand,
                    .spelling = SearchTerm::Spelling::exact,
                    .words = {words.begin(), words.end()}};
    if (std::string word = signed_word(text); !word.empty()) {
      term.words = {std::move(word)};
    }
    add_term(std::move(term));
  }

  void add_words_apart(std::string_view text, SearchField field) {
    const bool last_token = base::trim(rest_).empty();
    if (std::string word = signed_word(text); !word.empty()) {
      add_term({.field = field, .end = last_token ? End::open : End::whole, .words = {word}});
      return;
    }
    std::vector<std::string> joined_forms;
    append_joined_forms(joined_forms, text);
    const std::string folded = base::fold(text);
    std::vector<std::string_view> words;
    append_search_words(words, folded);
    const auto initials = static_cast<std::ptrdiff_t>(count_initials(text));
    for (auto begin = words.begin(); begin != words.end() && !is_full();) {
      // Words that touch come from a script without spaces.
      const auto end =
          std::adjacent_find(begin, words.end(), [](std::string_view left, std::string_view right) {
            return left.data() + left.size() != right.data();
          });
      const auto next = end == words.end() ? end : end + 1;
      const bool open = last_token && next == words.end() && next - begin == 1;
      const bool joined = !joined_forms.empty() && begin != words.begin();
      add_term({.field = field,
                .end = open ? End::open : End::whole,
                .joint = joined ? SearchTerm::Joint::joined : SearchTerm::Joint::apart,
                .form = begin - words.begin() < initials ? SearchTerm::Form::initial
                                                         : SearchTerm::Form::word,
                .words = {begin, next}});
      begin = next;
    }
  }

  void add_term(SearchTerm term) {
    if (term.words.size() > search_words_max - words_) {
      term.words.resize(search_words_max - words_);
    }
    if (term.words.empty() || is_full()) {
      return;
    }
    words_ += term.words.size();
    query_.terms.push_back(std::move(term));
  }

  SearchQuery query_;
  std::size_t words_ = 0;  // of query_
  std::string_view rest_;
};

}  // namespace

SearchQuery parse_search(std::string_view text) { return Parser(text).parse(); }

std::string search_text(const SearchQuery& query) {
  std::string text;
  for (const SearchTerm& term : query.terms) {
    const bool is_joined = term.joint == SearchTerm::Joint::joined;
    text += text.empty() ? "" : is_joined ? "-" : " ";
    text += term.demand == Demand::absent ? "-" : "";
    if (term.field != SearchField::any && !is_joined) {
      const auto* named = std::ranges::find(named_fields, term.field, &NamedField::field);
      text.append(named->name).append(":");
    }
    const bool is_run = term.words.size() > 1 && term.spelling == SearchTerm::Spelling::any;
    const bool is_quoted = term.spelling == SearchTerm::Spelling::exact &&
                           (term.words.size() > 1 || term.demand == Demand::present ||
                            !begins_with_letter(term.words.front()));
    const std::string_view quote = is_quoted ? "\"" : "";
    text += quote;
    for (std::size_t i = 0; i < term.words.size(); ++i) {
      text.append(i > 0 && !is_run ? " " : "").append(term.words[i]);
    }
    text += quote;
    text += term.form == SearchTerm::Form::initial ? "." : "";
  }
  return text;
}

}  // namespace catalog
