#include "api/answer/book_answer.hpp"

#include <charconv>

#include "api/answer/etag.hpp"
#include "json/writer.hpp"

namespace api {
namespace {

using namespace std::string_view_literals;

void append_names(std::string& out, catalog::FieldSet fields) {
  json::Array array(out);
  for (std::size_t i = 0; i < catalog::field_count; ++i) {
    const auto field = static_cast<catalog::Field>(i);
    if (fields.has(field)) {
      array.item();
      json::append_string(out, catalog::wire_name(field));
    }
  }
  array.end();
}

// What others changed since the client's version, as far as this request touches it.
catalog::FieldSet conflict_of(const store::Refused& refused, catalog::FieldSet touched) {
  catalog::FieldSet conflict = refused.changed;
  for (std::size_t i = 0; i < catalog::field_count; ++i) {
    const auto field = static_cast<catalog::Field>(i);
    if (!touched.has(field)) {
      conflict.remove(field);
    }
  }
  return conflict;
}

bool has_changed_since(const http::Request& request, const store::BookDocument& document) {
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const auto since = unmodified_since(request, now);
  if (!since) {
    return false;
  }
  const auto book = formats::read_document(document.json);
  return book && std::chrono::floor<std::chrono::seconds>(book->updated_at) > *since;
}

void append_data_lines(std::string& out, formats::Format format) {
  out.append("Content-Type: "sv).append(formats::info_of(format).content_type);
  out.append(
      "\r\nCache-Control: no-cache\r\n"
      "Vary: Accept, Accept-Encoding, Accept-Language\r\n"sv);
}

void append_page_link(std::string& out, catalog::BookId id) {
  out.append("</livro/"sv);
  json::append_integer(out, id.value);
  out.append(R"(>; rel="alternate"; type="text/html")"sv);
}

}  // namespace

void append_ids(std::string& out, std::span<const catalog::BookId> ids) {
  json::Array array(out);
  for (const catalog::BookId id : ids) {
    array.item();
    json::append_integer(out, id.value);
  }
  array.end();
}

void add_data_headers(http::Response& response, formats::Format format) {
  append_data_lines(response.headers, format);
}

http::Response book_response(store::BookDocument book, unsigned status) {
  http::Response response;
  response.status = status;
  response.headers.reserve(256);
  response.add("ETag", etag_of({book.id, book.version}));
  add_data_headers(response);
  response.body = std::move(book.json);
  return response;
}

std::optional<http::Response> not_modified(const http::Request& request, std::string_view etag,
                                           formats::Format format) {
  const auto known = matched_none(request, etag);
  if (!known) {
    return std::nullopt;
  }
  http::Response response;
  response.status = 304;
  response.add("ETag", *known);
  add_data_headers(response, format);
  return response;
}

http::Response tagged_response(const AnswerContext& context, std::string_view etag,
                               std::string body) {
  if (auto unchanged = not_modified(context.http, etag)) {
    return *std::move(unchanged);
  }
  http::Response response;
  response.add("ETag", etag);
  add_data_headers(response);
  response.body = std::move(body);
  return response;
}

std::optional<std::int64_t> ordinal_in(std::string_view text) noexcept {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = error == std::errc{} && end == text.data() + text.size();
  return is_whole && text.front() >= '1' ? std::optional(number) : std::nullopt;
}

http::Response found_book(const AnswerContext& context, store::BookDocument book) {
  const std::string etag = etag_of({book.id, book.version});
  if (auto changed = changed_since(context, {book, etag})) {
    return *std::move(changed);
  }
  if (auto unchanged = not_modified(context.http, etag)) {
    return *std::move(unchanged);
  }
  http::Response response;
  response.headers.reserve(384);
  append_book_lines(response.headers, book.id, etag);
  response.body = std::move(book.json);
  return response;
}

void append_book_lines(std::string& out, catalog::BookId id, std::string_view etag) {
  out.append("ETag: "sv).append(etag).append("\r\n"sv);
  append_data_lines(out, formats::Format::json);
  out.append("Link: "sv);
  append_page_link(out, id);
  out.append("\r\n"sv);
}

std::optional<http::Response> changed_since(const AnswerContext& context, const TaggedBook& book) {
  if (!has_changed_since(context.http, book.document)) {
    return std::nullopt;
  }
  return to_response(context, catalog::problem::of(catalog::ProblemCode::precondition_failed))
      .add("ETag", book.etag);
}

std::string link_to_page(catalog::BookId id) {
  std::string link;
  append_page_link(link, id);
  return link;
}

http::Response refused(const AnswerContext& context, const store::Refused& refused,
                       catalog::FieldSet touched) {
  ExtraMembers extra;
  if (refused.problem.code == catalog::ProblemCode::duplicate_book) {
    extra.json += R"(,"candidatos":)";
    append_ids(extra.json, refused.duplicates);
  }
  if (refused.problem.code == catalog::ProblemCode::version_conflict && refused.current) {
    extra.json += R"(,"livro":)";
    extra.json += refused.current->json;
    extra.json += R"(,"campos_em_conflito":)";
    append_names(extra.json, conflict_of(refused, touched));
  }
  http::Response response = to_response(context, refused.problem, extra);
  if (refused.current) {
    response.add("ETag", etag_of({refused.current->id, refused.current->version}));
  }
  return response;
}

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

http::Response not_restored(const AnswerContext& context, const store::Refused& why) {
  if (why.problem.code == catalog::ProblemCode::version_not_found) {
    return to_response(
        context,
        catalog::problem::invalid_book(
            {{"/versao", catalog::Rule::unknown_version, {}, why.problem.arguments.back()}}));
  }
  return refused(context, why);
}

catalog::Result<catalog::BookId> book_id_in(std::string_view text) {
  const auto number = ordinal_in(text);
  if (!number || *number > catalog::book_id_max) {
    return catalog::fail(catalog::problem::book_not_found(text));
  }
  return catalog::BookId{*number};
}

}  // namespace api
