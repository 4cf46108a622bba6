// OpenSearch 1.1: the description of the search, for browsers and e-readers, and suggestions in the
// form of its extension, a list of texts behind what was typed.
#include <array>

#include "api/answer/problem_json.hpp"
#include "api/answer/query.hpp"
#include "api/endpoints/selection_query.hpp"
#include "api/endpoints/suggest.hpp"
#include "api/protocols/opds_answer.hpp"
#include "api/protocols/opds_atom.hpp"
#include "api/protocols/opds_handlers.hpp"
#include "json/writer.hpp"

namespace api {
namespace {

constexpr std::size_t suggested_texts_max = 10;
constexpr std::array<std::string_view, 1> suggestion_parameters{search_name};
constexpr std::string_view suggestions_type = "application/x-suggestions+json";

// ["dom",["Dom Casmurro"]]
std::string suggestions_json(std::string_view typed, const search::Suggestions& suggestions) {
  std::string out;
  json::Array answer(out);
  answer.item();
  json::append_string(out, typed);
  answer.item();
  json::Array texts(out);
  for (const search::Suggestion& suggestion : suggestions) {
    texts.item();
    json::append_string(out, suggestion.text);
  }
  texts.end();
  answer.end();
  return out;
}

}  // namespace

Plan opensearch_document(const Request& request) {
  http::Response response;
  add_opds_lines(response, opensearch_type, request.language);
  response.body = opensearch_description(opds_places(request));
  return response;
}

Plan opensearch_suggestions(const Request& request) {
  const auto query = Query::read(request.http.query, suggestion_parameters);
  if (!query) {
    return to_response(request, query.error());
  }
  std::string typed(query->value(search_name).value_or(""));
  auto search = read_search(typed);
  if (!search) {
    return to_response(request, search.error());
  }
  return ReadPlan{
      suggest_command({*std::move(search), suggested_texts_max}),
      [typed = std::move(typed)](const AnswerContext& context, search::ReadOutcome outcome) {
        if (!outcome) {
          return to_response(context, outcome.error());
        }
        http::Response response;
        response.add("Content-Type", suggestions_type);
        response.headers +=
            "Cache-Control: no-cache\r\n"
            "Vary: Accept-Encoding\r\n"
            "X-Content-Type-Options: nosniff\r\n";
        response.body = suggestions_json(typed, suggestions_in(*outcome));
        return response;
      }};
}

}  // namespace api
