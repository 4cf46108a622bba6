#include <array>
#include <limits>

#include "api/book_answer.hpp"
#include "api/change_name.hpp"
#include "api/etag.hpp"
#include "api/handlers.hpp"
#include "api/query.hpp"
#include "api/query_values.hpp"
#include "base/clock.hpp"
#include "json/writer.hpp"

namespace api {
namespace {

constexpr std::size_t limit_default = 100;

void append_entry(std::string& out, const store::ChangeEntry& entry) {
  json::Object object(out);
  object.integer("seq", entry.sequence.value);
  object.string("tipo", wire_name(entry.change));
  object.integer("id", entry.id.value);
  object.integer("versao", entry.version.value);
  object.string("em", base::to_rfc3339(entry.at));
  object.end();
}

http::Response changes_response(const store::ListChanges& asked, const store::Changes& changes) {
  http::Response response;
  add_data_headers(response);
  if (changes.end == store::End::more) {
    response.add("Link",
                 "</mudancas?desde=" + std::to_string(changes.entries.back().sequence.value) +
                     "&limite=" + std::to_string(asked.limit) + ">; rel=\"next\"");
  }
  json::Array array(response.body);
  for (const store::ChangeEntry& entry : changes.entries) {
    array.item();
    append_entry(response.body, entry);
  }
  array.end();
  return response;
}

}  // namespace

Plan list_changes(const Request& request) {
  const auto query =
      Query::read(request.http.query, std::array<std::string_view, 2>{"desde", "limite"});
  if (!query) {
    return to_response(request, query.error());
  }
  const auto after =
      number_in<std::int64_t>(*query, {"desde", 0, 0, std::numeric_limits<std::int64_t>::max()});
  if (!after) {
    return to_response(request, after.error());
  }
  const auto limit =
      number_in<std::size_t>(*query, {"limite", limit_default, 1, store::changes_limit_max});
  if (!limit) {
    return to_response(request, limit.error());
  }
  const store::ListChanges asked{{*after}, *limit};
  return ReadPlan{asked, [asked](const Answering& answering, store::ReadOutcome outcome) {
                    if (!outcome) {
                      return to_response(answering, outcome.error());
                    }
                    const std::string etag = etag_of(outcome->as_of);
                    if (auto unchanged = not_modified(answering.http, etag)) {
                      return *std::move(unchanged);
                    }
                    auto response =
                        changes_response(asked, std::get<store::Changes>(outcome->value));
                    response.add("ETag", etag);
                    return response;
                  }};
}

}  // namespace api
