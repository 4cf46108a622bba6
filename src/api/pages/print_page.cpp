#include "web/print_page.hpp"

#include <algorithm>
#include <array>

#include "api/answer/query_values.hpp"
#include "api/pages/page_answer.hpp"
#include "api/pages/page_handlers.hpp"
#include "api/pages/problem_page.hpp"
#include "formats/book_document.hpp"

namespace api {
namespace {

constexpr std::string_view ids_name = "ids";
constexpr std::array print_parameters{ids_name};

catalog::Result<std::vector<catalog::BookId>> read_printed(std::string_view raw) {
  const auto query = Query::read(raw, print_parameters);
  if (!query) {
    return catalog::fail(query.error());
  }
  std::vector<catalog::BookId> ids;
  const std::string_view text = query->value(ids_name).value_or("");
  const bool is_fine = each_part(text, [&ids](std::string_view part) {
    catalog::BookId id;
    const bool is_id = read_number(part, id.value) && id.value >= 1 &&
                       id.value <= catalog::book_id_max && ids.size() < store::get_books_max;
    ids.push_back(id);
    return is_id;
  });
  if (!is_fine) {
    return catalog::fail(catalog::problem::bad_parameter(ids_name, "1…100 ids: 1,2,3", text));
  }
  return ids;
}

}  // namespace

Plan print_page(const Request& request) {
  const web::View view = view_of(request.http, visitor_of(request));
  auto ids = read_printed(view.query);
  if (!ids) {
    return problem_page(context_of(request), view, ids.error());
  }
  const catalog::IsbnRanges& ranges = request.settings.isbn_ranges;
  return ChainPlan{
      store::GetBooks{*std::move(ids)},
      [view, &ranges](const AnswerContext& context, search::ReadOutcome outcome) -> Plan {
        if (!outcome) {
          return problem_page(context, view, outcome.error());
        }
        std::vector<catalog::Book> books;
        for (const auto& document : std::get<search::Page>(outcome->value).books) {
          if (auto book = formats::read_document(document.json)) {
            books.push_back(*std::move(book));
          }
        }
        return private_page(context.http, web::print_document(view, books, ranges));
      }};
}

}  // namespace api
