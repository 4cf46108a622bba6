#include <array>
#include <optional>
#include <string_view>

#include "api/answer/book_answer.hpp"
#include "api/answer/change_json.hpp"
#include "api/answer/etag.hpp"
#include "api/answer/query_values.hpp"
#include "api/endpoints/handlers.hpp"
#include "api/endpoints/since_query.hpp"
#include "http/negotiate.hpp"
#include "json/writer.hpp"

namespace api {
namespace {

http::Response changes_response(const store::ListChanges& asked, const store::Changes& changes) {
  http::Response response;
  add_data_headers(response);
  if (changes.end == store::End::more) {
    add_next_page(response, "/mudancas", {changes.entries.back().sequence.value, asked.limit});
  }
  json::Array array(response.body);
  for (const store::ChangeEntry& entry : changes.entries) {
    array.item();
    append_change(response.body, entry);
  }
  array.end();
  return response;
}

constexpr std::array<std::string_view, 2> offered{"application/json", events_type};

bool asks_for_events(const http::Request& request) {
  const auto chosen = http::choose_media_type(request.header(http::Header::accept), offered);
  return chosen && offered.at(*chosen) == events_type;
}

// Behind Last-Event-ID, else behind `desde`, else from now on.
Plan follow_changes(const Request& request) {
  using http::Header;
  if (!request.http.takes_chunks) {
    return to_response(request,
                       catalog::problem::not_acceptable({request.http.header(Header::accept)}));
  }
  const auto query = Query::read(request.http.query, std::array<std::string_view, 1>{"desde"});
  if (!query) {
    return to_response(request, query.error());
  }
  const std::string_view last = request.http.header(Header::last_event_id);
  const std::string_view name = last.empty() ? "desde" : "Last-Event-ID";
  const auto from = last.empty() ? query->value("desde") : std::optional(last);
  if (!from) {
    return EventsPlan{std::nullopt};
  }
  std::int64_t after = 0;
  if (!read_number(*from, after) || after < 0) {
    return to_response(request,
                       catalog::problem::bad_parameter(name, "0…9223372036854775807", *from));
  }
  return EventsPlan{catalog::Sequence{after}};
}

}  // namespace

Plan list_changes(const Request& request) {
  if (asks_for_events(request.http)) {
    return follow_changes(request);
  }
  const auto since = read_since_query(request.http.query, store::changes_limit_max);
  if (!since) {
    return to_response(request, since.error());
  }
  const store::ListChanges asked{{since->after}, since->limit};
  return ReadPlan{asked, [asked](const AnswerContext& context, search::ReadOutcome outcome) {
                    if (!outcome) {
                      return to_response(context, outcome.error());
                    }
                    const std::string etag = etag_of(outcome->as_of);
                    if (auto unchanged = not_modified(context.http, etag)) {
                      return *std::move(unchanged);
                    }
                    auto response =
                        changes_response(asked, std::get<store::Changes>(outcome->value));
                    response.add("ETag", etag);
                    return response;
                  }};
}

}  // namespace api
