#include "api/answer/book_answer.hpp"
#include "api/answer/query.hpp"
#include "api/endpoints/handlers.hpp"
#include "base/text.hpp"
#include "catalog/isbn_corrections.hpp"
#include "catalog/isbn_ranges.hpp"
#include "json/writer.hpp"

namespace api {
namespace {

using catalog::Isbn;
using catalog::IsbnRanges;

void append_forms(json::Object& object, std::string_view isbn13,
                  const std::optional<std::string>& isbn10) {
  object.string("isbn13", isbn13);
  if (isbn10) {
    object.string("isbn10", *isbn10);
  }
}

// The parts of the number that the table knows; unknown parts are left out.
void append_ranges(std::string& out, json::Object& object, const IsbnRanges& ranges, Isbn isbn) {
  if (const auto hyphenated = ranges.hyphenate(isbn)) {
    object.key("hifenizado");
    json::Object forms(out);
    append_forms(forms, hyphenated->isbn13, hyphenated->isbn10);
    forms.end();
  }
  if (const catalog::IsbnGroup* const known = ranges.group_of(isbn)) {
    object.key("grupo");
    json::Object group(out);
    group.string("prefixo", known->prefix);
    group.string("nome", known->agency);
    group.end();
  }
}

http::Response description(const IsbnRanges& ranges, Isbn isbn, const search::IsbnMatches& held) {
  http::Response response;
  add_data_headers(response);
  std::string& body = response.body;
  json::Object object(body);
  object.member(R"(,"valido":true)");
  append_forms(object, isbn.digits(), isbn.isbn10());
  append_ranges(body, object, ranges, isbn);
  object.string("tabela", ranges.date());
  object.key("livros");
  append_ids(body, held.empty() ? std::span<const catalog::BookId>{} : held.front().books);
  object.end();
  return response;
}

http::Response refusal(const AnswerContext& context, const search::IsbnMatches& corrections) {
  ExtraMembers extra{R"(,"correcoes":)"};
  json::Array array(extra.json);
  for (const search::IsbnMatch& held : corrections) {
    array.item();
    json::Object object(extra.json);
    append_forms(object, held.isbn.digits(), held.isbn.isbn10());
    object.key("livros");
    append_ids(extra.json, held.books);
    object.end();
  }
  array.end();
  return to_response(context, catalog::problem::of(catalog::ProblemCode::isbn_invalid), extra);
}

Plan propose(const Request& request, std::string_view text) {
  auto candidates = catalog::isbn_corrections(text);
  if (candidates.empty()) {
    return refusal({request.http, request.language, request.id}, {});
  }
  return ReadPlan{search::FindIsbns{std::move(candidates)},
                  [](const AnswerContext& context, search::ReadOutcome outcome) {
                    return outcome ? refusal(context, std::get<search::IsbnMatches>(outcome->value))
                                   : to_response(context, outcome.error());
                  }};
}

}  // namespace

Plan describe_isbn(const Request& request) {
  if (const auto query = no_parameters(request); !query) {
    return to_response(request, query.error());
  }
  const std::string_view text = base::trim(request.first_parameter);
  const auto isbn = Isbn::parse(text);
  if (!isbn) {
    return propose(request, text);
  }
  // The settings outlive every request.
  return ReadPlan{
      search::FindIsbns{{*isbn}}, [isbn = *isbn, &ranges = request.settings.isbn_ranges](
                                      const AnswerContext& context, search::ReadOutcome outcome) {
        return outcome ? description(ranges, isbn, std::get<search::IsbnMatches>(outcome->value))
                       : to_response(context, outcome.error());
      }};
}

}  // namespace api
