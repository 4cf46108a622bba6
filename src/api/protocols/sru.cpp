// SRU: books are searched in CQL, as library systems do (Koha, YAZ, BiblioteQ, VuFind).
#include "api/answer/own_address.hpp"
#include "api/answer/problem_json.hpp"
#include "api/protocols/protocol_handlers.hpp"
#include "api/protocols/sru_answer.hpp"
#include "api/protocols/sru_request.hpp"

namespace api {
namespace {

http::Response sru_response(SruVersion version, std::string body) {
  http::Response response;
  response.add("Content-Type", sru_media_type(version));
  response.add("Cache-Control", "no-cache");
  response.add("Vary", "Accept-Encoding");
  response.add("X-Content-Type-Options", "nosniff");
  response.body = std::move(body);
  return response;
}

http::Response sru_without_books(const SruRequest& asked, const search::PlacedBooks& found) {
  return sru_response(asked.version, sru_answer({asked, found, {}}));
}

// Sorting has a bound, and the place to go on from is within it.
bool is_sru_sorted(const SruRequest& asked) {
  return asked.query.order.front().key != catalog::SortKey::id;
}

http::Response sru_found_response(SruRequest asked, const formats::WriteOptions& options,
                                  search::PlacedBooks found) {
  const bool is_behind = asked.start_record > 1 && asked.start_record > found.total;
  if (is_behind) {
    asked.diagnostic = {static_cast<int>(SruFault::record_out_of_range),
                        std::to_string(found.total)};
  }
  if (is_sru_sorted(asked) && found.next && *found.next >= search::sorted_books_max) {
    found.next.reset();
  }
  return sru_response(asked.version, sru_answer({asked, found, options}));
}

http::Response sru_failed_response(const AnswerContext& context, SruRequest asked,
                                   const catalog::Problem& problem) {
  if (problem.code != catalog::ProblemCode::search_too_broad) {
    return to_response(context, problem);
  }
  asked.diagnostic = {static_cast<int>(catalog::CqlFault::too_complex),
                      "it would look at too much of the catalogue"};
  return sru_without_books(asked, {});
}

Plan sru_search_plan(const Request& request, SruRequest asked) {
  search::FindBooks command{asked.query.query, asked.query.order, asked.start_record - 1,
                            asked.records};
  if (is_sru_sorted(asked)) {
    if (asked.start_record > search::sorted_books_max) {
      asked.diagnostic = {static_cast<int>(SruFault::record_out_of_range),
                          "sorted: " + std::to_string(search::sorted_books_max)};
      return sru_without_books(asked, {});
    }
    command.limit =
        std::min<std::size_t>(command.limit, search::sorted_books_max - command.skipped);
  }
  const formats::WriteOptions options = write_options_of(request.http, request.settings);
  return ReadPlan{std::move(command),
                  [asked = std::move(asked), options](const AnswerContext& context,
                                                      search::ReadOutcome outcome) {
                    if (!outcome) {
                      return sru_failed_response(context, asked, outcome.error());
                    }
                    return sru_found_response(
                        asked, options, std::get<search::PlacedBooks>(std::move(outcome->value)));
                  }};
}

}  // namespace

Plan sru(const Request& request) {
  const bool is_form = request.http.method == http::Method::post;
  SruRequest asked = read_sru(is_form ? std::string_view(request.http.body)
                                      : std::string_view(request.http.query));
  if (asked.operation == SruRequest::Operation::scan) {
    return sru_response(asked.version, sru_no_scan(asked));
  }
  if (asked.operation == SruRequest::Operation::search_retrieve) {
    return asked.diagnostic ? sru_without_books(asked, {})
                            : sru_search_plan(request, std::move(asked));
  }
  const std::string address = own_address(request.http, request.settings);
  return sru_response(asked.version, sru_explanation(asked, {address, request.settings.name}));
}

}  // namespace api
