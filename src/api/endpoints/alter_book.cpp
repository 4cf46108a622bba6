#include "api/answer/book_answer.hpp"
#include "api/answer/query.hpp"
#include "api/endpoints/handlers.hpp"
#include "api/endpoints/write_request.hpp"
#include "formats/book_json.hpp"

namespace api {
catalog::Result<base::Done> check_alter(const Request& request) {
  return only_checked(read_write_head(request));
}

Plan alter_book(const Request& request) {
  auto head = read_write_head(request);
  if (!head) {
    return to_response(request, head.error());
  }
  auto patch = formats::read_patch(request.http.body, current_year(request));
  if (!patch) {
    return to_response(request, patch.error());
  }
  const catalog::FieldSet touched = touched_by(*patch);
  store::Write write{store::Alter{head->id, *std::move(patch)},
                     std::move(head->precondition),
                     std::move(head->idempotency),
                     {}};
  return WritePlan{std::move(write),
                   [touched](const AnswerContext& context, store::WriteOutcome outcome) {
                     return outcome ? book_response(std::move(outcome->book))
                                    : refused(context, outcome.error(), touched);
                   }};
}

}  // namespace api
