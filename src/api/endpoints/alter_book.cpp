#include "api/answer/book_answer.hpp"
#include "api/answer/query.hpp"
#include "api/endpoints/handlers.hpp"
#include "api/endpoints/write_request.hpp"
#include "formats/book_json.hpp"

namespace api {
namespace {

catalog::FieldSet touched_by(const catalog::BookPatch& patch) {
  catalog::FieldSet touched = patch.set;
  for (std::size_t i = 0; i < catalog::field_count; ++i) {
    const auto field = static_cast<catalog::Field>(i);
    if (patch.removed.has(field)) {
      touched.add(field);
    }
  }
  if (patch.series_name || patch.series_volume) {
    touched.add(catalog::Field::series);
  }
  if (!patch.extra_patch.empty()) {
    touched.add(catalog::Field::extra);
  }
  return touched;
}

}  // namespace

Plan alter_book(const Request& request) {
  if (const auto query = no_parameters(request); !query) {
    return to_response(request, query.error());
  }
  const auto id = book_id_in(request.first_parameter);
  if (!id) {
    return to_response(request, id.error());
  }
  if (auto wrong =
          wrong_media_type(request, {"application/json", "application/merge-patch+json"})) {
    return *std::move(wrong);
  }
  auto precondition = precondition_of(request, *id);
  if (!precondition) {
    return to_response(request, precondition.error());
  }
  auto patch = formats::read_patch(request.http.body, current_year(request));
  if (!patch) {
    return to_response(request, patch.error());
  }
  const catalog::FieldSet touched = touched_by(*patch);
  store::Write write{store::Alter{*id, *std::move(patch)}, *std::move(precondition), {}, {}};
  return WritePlan{std::move(write),
                   [touched](const AnswerContext& context, store::WriteOutcome outcome) {
                     return outcome ? book_response(std::move(outcome->book))
                                    : refused(context, outcome.error(), touched);
                   }};
}

}  // namespace api
