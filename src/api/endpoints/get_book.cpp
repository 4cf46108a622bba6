#include "api/answer/book_answer.hpp"
#include "api/answer/representation.hpp"
#include "api/endpoints/handlers.hpp"

namespace api {
namespace {

http::Response in_form(const AnswerContext& context, const Representation& form,
                       store::BookDocument document) {
  const std::string file_stem = "livro-" + std::to_string(document.id.value);
  if (!form.is_json()) {
    return found_book(context, FormedBook{form, document, file_stem});
  }
  return found_book(context, std::move(document))
      .add("Content-Disposition", disposition(file_stem, form.format));
}

}  // namespace

Plan get_book(const Request& request) {
  const auto query = Query::read(request.http.query, representation_names);
  if (!query) {
    return to_response(request, query.error());
  }
  auto form = read_representation(request, *query, formats::WriteOptions::Extent::one);
  if (!form) {
    return to_response(request, form.error());
  }
  const auto id = book_id_in(request.first_parameter);
  if (!id) {
    return to_response(request, id.error());
  }
  if (form->is_json() && !form->is_named) {
    return ReadPlan{store::GetBook{*id},
                    [](const AnswerContext& context, search::ReadOutcome outcome) {
                      if (!outcome) {
                        return to_response(context, outcome.error());
                      }
                      return found_book(context,
                                        std::get<store::BookDocument>(std::move(outcome->value)));
                    },
                    CachePolicy::book};
  }
  return ReadPlan{store::GetBook{*id}, [form = *std::move(form)](const AnswerContext& context,
                                                                 search::ReadOutcome outcome) {
                    return outcome
                               ? in_form(context, form,
                                         std::get<store::BookDocument>(std::move(outcome->value)))
                               : to_response(context, outcome.error());
                  }};
}

}  // namespace api
