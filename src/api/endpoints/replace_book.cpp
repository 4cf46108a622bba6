#include "api/answer/book_answer.hpp"
#include "api/answer/query.hpp"
#include "api/endpoints/handlers.hpp"
#include "api/endpoints/write_request.hpp"
#include "formats/book_json.hpp"

namespace api {
namespace {

// RFC 9110 section 13.1.2: "*" asks that nothing be there yet. Other values are refused: a server
// that ignored them would overwrite what the client meant to protect.
enum class Target : std::uint8_t { existing, absent };
catalog::Result<Target> target_of(const http::Request& request) {
  if (!request.has(http::Header::if_none_match)) {
    return Target::existing;
  }
  if (request.header(http::Header::if_none_match) != "*") {
    return catalog::fail(catalog::problem::bad_parameter("If-None-Match", "*"));
  }
  // A book that is there and is not there: no state meets both (RFC 9110 section 13.2.2).
  if (request.has(http::Header::if_match)) {
    return catalog::fail(catalog::problem::of(catalog::ProblemCode::version_conflict));
  }
  return Target::absent;
}

catalog::Problem foreign_id() {
  return catalog::problem::invalid_book({{"/id", catalog::Rule::read_only, {}}});
}

Plan create_at(catalog::BookId id, catalog::NewBook book) {
  store::Write write{store::CreateAt{id, std::move(book)}, {}, {}, {}};
  return WritePlan{std::move(write), [](const AnswerContext& context, store::WriteOutcome outcome) {
                     if (!outcome) {
                       return refused(context, outcome.error());
                     }
                     const catalog::BookId made = outcome->book.id;
                     http::Response response = book_response(std::move(outcome->book), 201);
                     response.add("Location", "/livros/" + std::to_string(made.value));
                     return response;
                   }};
}

}  // namespace

Plan replace_book(const Request& request) {
  if (const auto query = no_parameters(request); !query) {
    return to_response(request, query.error());
  }
  const auto id = book_id_in(request.first_parameter);
  if (!id) {
    return to_response(request, id.error());
  }
  if (auto wrong = wrong_media_type(request, {"application/json"})) {
    return *std::move(wrong);
  }
  const auto target = target_of(request.http);
  if (!target) {
    return to_response(request, target.error());
  }
  auto book = formats::read_book(request.http.body, current_year(request));
  if (!book) {
    return to_response(request, book.error());
  }
  if (book->id && *book->id != *id) {
    return to_response(request, foreign_id());
  }
  if (*target == Target::absent) {
    return create_at(*id, *std::move(book));
  }
  auto precondition = precondition_of(request, *id);
  if (!precondition) {
    return to_response(request, precondition.error());
  }
  store::Write write{store::Replace{*id, *std::move(book)}, *std::move(precondition), {}, {}};
  return WritePlan{std::move(write), [](const AnswerContext& context, store::WriteOutcome outcome) {
                     return outcome ? book_response(std::move(outcome->book))
                                    : refused(context, outcome.error());
                   }};
}

}  // namespace api
