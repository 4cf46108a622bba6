#include "api/endpoints/suggest.hpp"

#include <array>
#include <utility>

#include "api/answer/book_answer.hpp"
#include "api/answer/etag.hpp"
#include "api/answer/query_values.hpp"
#include "api/endpoints/handlers.hpp"
#include "api/endpoints/selection_query.hpp"
#include "json/writer.hpp"

namespace api {
namespace {

constexpr std::size_t suggestions_max = 10;
constexpr std::array<std::string_view, 2> suggest_parameters{search_name, limit_name};

catalog::Result<search::Suggest> read_suggest_query(std::string_view raw) {
  const auto query = Query::read(raw, suggest_parameters);
  if (!query) {
    return catalog::fail(query.error());
  }
  const auto text = query->value(search_name);
  if (!text) {
    return catalog::fail(catalog::problem::bad_parameter(search_name, "q=machado"));
  }
  auto search = read_search(*text);
  if (!search) {
    return catalog::fail(search.error());
  }
  const auto limit =
      number_in<std::size_t>(*query, {limit_name, suggestions_max, 1, suggestions_max});
  if (!limit) {
    return catalog::fail(limit.error());
  }
  return search::Suggest{*std::move(search), *limit};
}

std::string_view name_of(search::Suggestion::Kind kind) noexcept {
  switch (kind) {
    case search::Suggestion::Kind::title:
      return "titulo";
    case search::Suggestion::Kind::author:
      return "autor";
    case search::Suggestion::Kind::subject:
      return "assunto";
  }
  return {};
}

void append_suggestions(std::string& out, const search::Suggestions& suggestions) {
  json::Array array(out);
  for (const search::Suggestion& suggestion : suggestions) {
    array.item();
    json::Object object(out);
    object.string("texto", suggestion.text);
    object.string("tipo", name_of(suggestion.kind));
    object.integer("livros", suggestion.books);
    object.end();
  }
  array.end();
}

}  // namespace

search::Read suggest_command(search::Suggest asked) {
  const bool has_words = !asked.search.terms.empty();
  return has_words ? search::Read(std::move(asked)) : store::GetBooks{};
}

const search::Suggestions& suggestions_in(const search::ReadAnswer& answer) noexcept {
  static const search::Suggestions none;
  const auto* const found = std::get_if<search::Suggestions>(&answer.value);
  return found == nullptr ? none : *found;
}

Plan suggest(const Request& request) {
  auto asked = read_suggest_query(request.http.query);
  if (!asked) {
    return to_response(request, asked.error());
  }
  return ReadPlan{suggest_command(*std::move(asked)),
                  [](const AnswerContext& context, search::ReadOutcome outcome) {
                    if (!outcome) {
                      return to_response(context, outcome.error());
                    }
                    std::string body;
                    append_suggestions(body, suggestions_in(*outcome));
                    return tagged_response(context, etag_of(outcome->as_of), std::move(body));
                  },
                  CachePolicy::page};
}

}  // namespace api
