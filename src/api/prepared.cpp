// The short ways through the dispatcher: answers whose bytes are already there.
#include <charconv>

#include "api/dispatch.hpp"
#include "api/encoding.hpp"
#include "api/etag.hpp"

namespace api {
namespace {

using http::Header;
using http::Method;

constexpr std::string_view item_prefix = "/livros/";
constexpr std::string_view list_path = "/livros";

// The commonest ways to ask for JSON; whoever asks otherwise takes the long way and is judged there.
bool plainly_takes_json(const http::Request& request) noexcept {
  const std::string_view accept = request.header(Header::accept);
  return accept.empty() || accept == "*/*" || accept == "application/json";
}

catalog::BookId id_in(std::string_view path) noexcept {
  catalog::BookId id;
  const char* const end = path.data() + path.size();
  const auto parsed = std::from_chars(path.data() + item_prefix.size(), end, id.value);
  return parsed.ec == std::errc{} && parsed.ptr == end && id.value > 0 ? id : catalog::BookId{};
}

std::string page_key(const http::Request& request, http::Coding coding) {
  std::string key(request.query);
  key += '\n';
  key += static_cast<char>('0' + static_cast<int>(coding));
  return key;
}

// What follows the Date line of an answer.
std::string bytes_of(const http::Response& response) {
  std::string bytes;
  const std::string length = std::to_string(response.body.size());
  bytes.reserve(response.headers.size() + response.body.size() + 32);
  bytes.append(response.headers).append("Content-Length: ").append(length);
  bytes.append("\r\n\r\n").append(response.body);
  return bytes;
}

}  // namespace

bool Dispatcher::serve_hot_book(const http::Request& request, http::Reply& reply) {
  if (request.method != Method::get || request.query.data() != nullptr ||
      !request.path.starts_with(item_prefix) || request.has(Header::if_none_match) ||
      !plainly_takes_json(request)) {
    return false;
  }
  const catalog::BookId book = id_in(request.path);
  // Before the bytes are taken: they may be newer than this, never older.
  const auto now = parts_.store.sequence();
  const bool may_be_encoded = request.has(Header::accept_encoding);
  std::size_t body_bytes = 0;
  const std::string_view id = ids_.of(request);
  const bool hit = parts_.books.visit(book, [&](std::string_view bytes) {
    if (may_be_encoded && bytes.size() >= encoded_bytes_min) {
      return;
    }
    body_bytes = bytes.size();
    reply.send_prepared(fields({id, now}, request), bytes);
  });
  if (!hit || body_bytes == 0) {
    return false;
  }
  ledger_.cache_hit();
  ledger_.enter(request, {item_route_, 200, body_bytes, id});
  return true;
}

bool Dispatcher::serve_kept_page(const http::Request& request, http::Reply& reply) {
  if (request.method != Method::get || request.path != list_path ||
      request.has(Header::if_none_match) || !plainly_takes_json(request)) {
    return false;
  }
  const auto now = parts_.store.sequence();
  if (!now) {
    return false;
  }
  const std::string* page = pages_.find(*now, page_key(request, wanted_coding(request)));
  if (page == nullptr) {
    return false;
  }
  const std::string_view id = ids_.of(request);
  reply.send_prepared(fields({id, now}, request), *page);
  ledger_.cache_hit();
  ledger_.enter(request, {list_route_, 200, page->size(), id});
  return true;
}

void Dispatcher::keep(const Exchange& exchange, const Finished& finished) {
  const http::Response& response = finished.response;
  if (exchange.keep == Keep::nothing || response.status != 200 ||
      finished.request.method != Method::get) {
    return;
  }
  ledger_.cache_miss();
  if (exchange.keep == Keep::page) {
    pages_.fill(*exchange.as_of,
                {page_key(finished.request, wanted_coding(finished.request)), bytes_of(response)});
    return;
  }
  if (finished.coding == http::Coding::identity) {
    parts_.books.fill({exchange.book, bytes_of(response)}, exchange.epoch);
  }
}

}  // namespace api
