#include "api/answer/book_answer.hpp"
#include "api/answer/etag.hpp"
#include "api/answer/wire_names.hpp"
#include "api/endpoints/handlers.hpp"
#include "api/endpoints/since_query.hpp"
#include "base/clock.hpp"
#include "json/writer.hpp"

namespace api {
namespace {

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
    add_next_page(response, "/mudancas", {changes.entries.back().sequence.value, asked.limit});
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
