// PUT, GET and DELETE /livros/{id}/capa. Nothing here decodes an image: its first bytes tell what
// it is, and whoever shows it is told to take it for nothing else.
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "api/answer/book_answer.hpp"
#include "api/answer/etag.hpp"
#include "api/answer/query.hpp"
#include "api/endpoints/handlers.hpp"
#include "api/endpoints/write_request.hpp"
#include "base/sha256.hpp"
#include "catalog/own_cover.hpp"

namespace api {
namespace {

constexpr std::string_view hash_name = "v";

// The book, which is not what was asked for (RFC 9110 section 8.7).
http::Response changed_book(store::BookDocument book) {
  const std::string address = "/livros/" + std::to_string(book.id.value);
  return book_response(std::move(book)).add("Content-Location", address);
}

Plan write_cover(WriteHead&& head, store::Action action) {
  store::Write write{
      std::move(action), std::move(head.precondition), std::move(head.idempotency), {}};
  return WritePlan{std::move(write), [](const AnswerContext& context, store::WriteOutcome outcome) {
                     return outcome ? changed_book(std::move(outcome->book))
                                    : refused(context, outcome.error(), {catalog::Field::cover});
                   }};
}

// Which image of which book. One that is named by its hash never changes under its address.
struct Wanted {
  catalog::BookId book;
  std::string hash;
  enum class Named : std::uint8_t { newest, by_hash } named = Named::newest;
};

void add_cover_headers(http::Response& response, const Wanted& wanted, std::string_view etag) {
  const bool is_fixed = wanted.named == Wanted::Named::by_hash;
  response.add("ETag", etag);
  response.add("Cache-Control", is_fixed ? "private, max-age=31536000, immutable" : "no-cache");
}

http::Response shown_cover(const Wanted& wanted, store::Cover cover) {
  http::Response response;
  add_cover_headers(response, wanted, '"' + wanted.hash + '"');
  response.add("Content-Type", catalog::media_type_of(cover.type));
  response.add("X-Content-Type-Options", "nosniff");
  response.add("Content-Security-Policy", "default-src 'none'");
  response.body = std::move(cover.bytes);
  return response;
}

Plan find_cover(const AnswerContext& context, Wanted wanted, const store::BookDocument& document) {
  const catalog::Book book = formats::read_stored_document(document.json);
  const auto own = catalog::own_cover_in(book.fields->cover);
  if (wanted.named == Wanted::Named::newest) {
    if (!own) {
      return to_response(context, catalog::problem::cover_not_found(wanted.book));
    }
    wanted.hash = own->hash;
  }
  const bool is_the_newest = own && own->hash == wanted.hash;
  if (const auto known = matched_none(context.http, '"' + wanted.hash + '"');
      known && is_the_newest) {
    http::Response response;
    response.status = 304;
    add_cover_headers(response, wanted, *known);
    return response;
  }
  store::GetCover command{wanted.book, wanted.hash};
  return ReadPlan{
      std::move(command),
      [wanted = std::move(wanted)](const AnswerContext& answering, search::ReadOutcome outcome) {
        return outcome ? shown_cover(wanted, std::get<store::Cover>(std::move(outcome->value)))
                       : to_response(answering, outcome.error());
      }};
}

}  // namespace

catalog::Result<base::Done> check_cover(const Request& request) {
  return only_checked(read_write_head(request));
}

Plan put_cover(const Request& request) {
  auto head = read_write_head(request);
  if (!head) {
    return to_response(request, head.error());
  }
  const std::string_view bytes = request.http.body;
  const auto type = catalog::image_type_of(bytes);
  if (!type) {
    const std::string_view said = request.http.header(http::Header::content_type);
    return to_response(request,
                       catalog::problem::unsupported_media_type({said, {}}, catalog::image_types))
        .add("Accept", catalog::image_types);
  }
  const catalog::BookId id = head->id;
  auto cover = std::make_shared<const store::Cover>(
      store::Cover{base::hexadecimal(base::sha256(bytes)), *type, std::string(bytes)});
  return write_cover(*std::move(head), store::SetCover{id, std::move(cover)});
}

Plan remove_cover(const Request& request) {
  auto head = read_write_head(request);
  if (!head) {
    return to_response(request, head.error());
  }
  const catalog::BookId id = head->id;
  return write_cover(*std::move(head), store::RemoveCover{id});
}

Plan get_cover(const Request& request) {
  const auto query = Query::read(request.http.query, std::array{hash_name});
  if (!query) {
    return to_response(request, query.error());
  }
  const auto id = book_id_in(request.first_parameter);
  if (!id) {
    return to_response(request, id.error());
  }
  Wanted wanted{*id, {}};
  if (const auto hash = query->value(hash_name)) {
    if (!catalog::is_cover_hash(*hash)) {
      return to_response(request,
                         catalog::problem::bad_parameter(hash_name, "SHA-256 (a capa)", *hash));
    }
    wanted.hash = *hash;
    wanted.named = Wanted::Named::by_hash;
  }
  return ChainPlan{store::GetBook{*id},
                   [wanted = std::move(wanted)](const AnswerContext& context,
                                                search::ReadOutcome outcome) -> Plan {
                     if (!outcome) {
                       return to_response(context, outcome.error());
                     }
                     return find_cover(context, wanted,
                                       std::get<store::BookDocument>(outcome->value));
                   }};
}

}  // namespace api
