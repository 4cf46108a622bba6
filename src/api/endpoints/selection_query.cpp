#include "api/endpoints/selection_query.hpp"

#include "api/answer/query_values.hpp"
#include "base/text.hpp"
#include "catalog/language_tag.hpp"
#include "catalog/limits.hpp"
#include "catalog/search_words.hpp"

namespace api {
namespace {

template <catalog::TextField field>
bool read_text(Selection& selection, std::string_view value) {
  // The index has C# of a label, and C and C# of the other fields.
  std::string folded;
  field == catalog::TextField::tag ? catalog::append_search_fold(folded, value)
                                   : base::append_fold(folded, value);
  catalog::TextFilter filter{field, {}};
  for (const std::string_view word : base::words(folded)) {
    filter.words.emplace_back(word);
  }
  if (filter.words.empty() || filter.words.size() > catalog::filter_words_max) {
    return false;
  }
  selection.filter.texts.push_back(std::move(filter));
  return true;
}

bool read_isbn(Selection& selection, std::string_view value) {
  selection.filter.isbn = catalog::Isbn::parse(base::trim(value));
  return selection.filter.isbn.has_value();
}

bool read_language(Selection& selection, std::string_view value) {
  const auto tag = catalog::canonical_language_tag(value);
  if (!tag) {
    return false;
  }
  selection.filter.language = *tag;
  return true;
}

template <std::optional<std::int32_t> catalog::Filter::* member>
bool read_year(Selection& selection, std::string_view value) {
  std::int32_t year = 0;
  if (!read_number(value, year) || year < catalog::limits::year_min ||
      year > catalog::limits::filter_year_max) {
    return false;
  }
  selection.filter.*member = year;
  return true;
}

bool read_ids(Selection& selection, std::string_view value) {
  auto& ids = selection.filter.ids;
  const bool fine = each_part(value, [&](std::string_view part) {
    catalog::BookId id;
    const bool valid = read_number(part, id.value) && id.value >= 1 &&
                       id.value <= catalog::book_id_max && ids.size() < catalog::listed_ids_max;
    ids.push_back(id);
    return valid;
  });
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return fine;
}

bool read_updated_since(Selection& selection, std::string_view value) {
  // A "+01:00" typed without escaping arrives as " 01:00".
  std::string text(value);
  std::replace(text.begin(), text.end(), ' ', '+');
  selection.filter.updated_since = base::parse_rfc3339(text);
  return selection.filter.updated_since.has_value();
}

struct SelectionParameter {
  std::string_view name;
  bool (*read)(Selection&, std::string_view);
  catalog::Wording allowed;
};

constexpr catalog::Wording some_words{"de 1 a 250 palavras", "1 to 250 words"};

// What reads the same in both languages.
constexpr catalog::Wording as_it_is(std::string_view text) { return {text, text}; }

constexpr std::array filters{
    SelectionParameter{"autor", read_text<catalog::TextField::author>, some_words},
    SelectionParameter{"titulo", read_text<catalog::TextField::title>, some_words},
    SelectionParameter{"editora", read_text<catalog::TextField::publisher>, some_words},
    SelectionParameter{"assunto", read_text<catalog::TextField::subject>, some_words},
    SelectionParameter{"etiqueta", read_text<catalog::TextField::tag>, some_words},
    SelectionParameter{"isbn", read_isbn, as_it_is("ISBN-10, ISBN-13")},
    SelectionParameter{"idioma", read_language, as_it_is("BCP 47: pt, pt-BR, en, …")},
    SelectionParameter{"ano", read_year<&catalog::Filter::year>, as_it_is("-3000…2100")},
    SelectionParameter{"ano_min", read_year<&catalog::Filter::year_min>, as_it_is("-3000…2100")},
    SelectionParameter{"ano_max", read_year<&catalog::Filter::year_max>, as_it_is("-3000…2100")},
    SelectionParameter{"id", read_ids, as_it_is("1…1000 ids: 1,2,3")},
    SelectionParameter{"alterado_desde", read_updated_since,
                       as_it_is("RFC 3339: 2026-01-31T12:00:00Z")},
};

constexpr bool are_named() {
  const auto* const names = selection_names.data() + 1;
  return std::equal(
      filters.begin(), filters.end(), names, selection_names.data() + selection_names.size(),
      [](const SelectionParameter& filter, std::string_view name) { return filter.name == name; });
}
static_assert(are_named());

}  // namespace

catalog::Result<catalog::SearchQuery> read_search(std::string_view text) {
  if (text.size() > catalog::search_bytes_max) {
    return catalog::fail(catalog::problem::bad_parameter(search_name, "0…1000 bytes", text));
  }
  return catalog::parse_search(text);
}

catalog::Result<Selection> read_selection(const Query& query) {
  Selection selection;
  if (const auto text = query.value(search_name)) {
    auto search = read_search(*text);
    if (!search) {
      return catalog::fail(search.error());
    }
    if (!search->terms.empty()) {
      selection.search = *std::move(search);
    }
  }
  for (const SelectionParameter& parameter : filters) {
    const auto value = query.value(parameter.name);
    if (value && !parameter.read(selection, *value)) {
      return catalog::fail(
          catalog::problem::bad_parameter(parameter.name, parameter.allowed, *value));
    }
  }
  return selection;
}

}  // namespace api
