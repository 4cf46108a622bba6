#include "api/answer/book_answer.hpp"
#include "api/answer/etag.hpp"
#include "api/answer/query.hpp"
#include "api/answer/representation.hpp"
#include "api/answer/wire_names.hpp"
#include "api/endpoints/handlers.hpp"
#include "api/endpoints/since_query.hpp"
#include "base/clock.hpp"
#include "json/writer.hpp"

namespace api {
namespace {

void append_entry(std::string& out, const store::VersionEntry& entry) {
  json::Object object(out);
  object.integer("versao", entry.version.value);
  object.string("tipo", wire_name(entry.change));
  object.string("em", base::to_rfc3339(entry.at));
  if (!entry.actor.empty()) {
    object.string("por", entry.actor);
  }
  if (entry.book) {
    object.key("livro");
    out += entry.book->json;
  }
  object.end();
}

http::Response history_response(const AnswerContext& context, const store::ListVersions& asked,
                                const store::History& history) {
  std::string body;
  json::Array entries(body);
  for (const store::VersionEntry& entry : history.entries) {
    entries.item();
    append_entry(body, entry);
  }
  entries.end();
  const catalog::Version last =
      history.entries.empty() ? asked.after : history.entries.back().version;
  if (history.end == store::End::reached) {
    return tagged_response(context, etag_of({asked.id, last}), std::move(body));
  }
  // Another tag than the same entries had while they were the last.
  std::string etag = etag_of({asked.id, last});
  etag.insert(etag.size() - 1, 1, '+');
  http::Response response = tagged_response(context, etag, std::move(body));
  add_next_page(response, "/livros/" + std::to_string(asked.id.value) + "/versoes",
                {last.value, asked.limit});
  return response;
}

struct AskedVersion {
  catalog::BookId id;
  const Representation& form;
  const store::VersionEntry& entry;
};

// The entry of the history as JSON; the book alone, as it was, in any other form.
http::Response version_response(const AnswerContext& context, const AskedVersion& asked) {
  const store::VersionEntry& entry = asked.entry;
  if (asked.form.is_json()) {
    std::string body;
    append_entry(body, entry);
    return tagged_response(context, etag_of({asked.id, entry.version}), std::move(body));
  }
  if (!entry.book) {
    return to_response(context, catalog::problem::book_deleted(asked.id));
  }
  const std::string file_stem =
      "livro-" + std::to_string(asked.id.value) + "-" + std::to_string(entry.version.value);
  return found_book(context, FormedBook{asked.form, *entry.book, file_stem});
}

catalog::Result<store::ListVersions> read_versions_query(const Request& request) {
  const auto since = read_since_query(request.http.query, store::versions_limit_max);
  if (!since) {
    return catalog::fail(since.error());
  }
  const auto id = book_id_in(request.first_parameter);
  if (!id) {
    return catalog::fail(id.error());
  }
  return store::ListVersions{*id, {since->after}, since->limit};
}

}  // namespace

Plan list_versions(const Request& request) {
  const auto asked = read_versions_query(request);
  if (!asked) {
    return to_response(request, asked.error());
  }
  return ReadPlan{
      *asked, [asked = *asked](const AnswerContext& context, search::ReadOutcome outcome) {
        return outcome ? history_response(context, asked, std::get<store::History>(outcome->value))
                       : to_response(context, outcome.error());
      }};
}

Plan get_version(const Request& request) {
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
  const auto version = ordinal_in(request.second_parameter);
  if (!version) {
    return to_response(request, catalog::problem::version_not_found(*id, request.second_parameter));
  }
  return ReadPlan{store::GetVersion{*id, {*version}},
                  [id = *id, form = *std::move(form)](const AnswerContext& context,
                                                      search::ReadOutcome outcome) {
                    if (!outcome) {
                      return to_response(context, outcome.error());
                    }
                    return version_response(
                        context, {id, form, std::get<store::VersionEntry>(outcome->value)});
                  }};
}

}  // namespace api
