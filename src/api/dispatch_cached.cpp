// The short ways through the dispatcher: answers whose bytes are already there.
#include <algorithm>
#include <cstring>

#include "api/answer/encoding.hpp"
#include "api/dispatch.hpp"

namespace api {
namespace {

using http::Header;
using http::Method;

constexpr std::string_view item_prefix = "/livros/";
constexpr std::string_view head_end = "\r\n\r\n";

// The commonest way to ask: a GET for JSON, unconditional, without an id of the client's own.
// Whoever asks otherwise takes the long way and is judged there.
bool is_plain(const http::Request& request) noexcept {
  if (request.method != Method::get ||
      request.has_any<Header::if_none_match, Header::if_match, Header::if_unmodified_since,
                      Header::request_id, Header::traceparent>() ||
      !request.body.empty()) {
    return false;
  }
  const std::string_view accept = request.header(Header::accept);
  return accept.empty() || accept == "*/*" || accept == "application/json";
}

// One comparison of a machine word, where starts_with() is two calls: 60 instructions of the
// budget.
bool names_an_item(std::string_view path) noexcept {
  return path.size() > item_prefix.size() &&
         std::memcmp(path.data(), item_prefix.data(), item_prefix.size()) == 0;
}

// 0 for anything but digits, and for what begins with 0, which is no book's address: the long way
// judges it. 16 digits hold every id.
catalog::BookId id_in(std::string_view path) noexcept {
  const std::string_view digits(path.data() + item_prefix.size(), path.size() - item_prefix.size());
  catalog::BookId id;
  if (digits.size() > 16 || digits.front() == '0') {
    return id;
  }
  for (const char c : digits) {
    if (c < '0' || c > '9') {
      return {};
    }
    id.value = id.value * 10 + (c - '0');
  }
  return id;
}

// The same query means something else on another path.
std::string page_key(const http::Request& request, http::Coding coding) {
  std::string key(request.target);
  key += '\n';
  key += static_cast<char>('0' + static_cast<int>(coding));
  return key;
}

// Only the access log asks, and only then is it looked for.
std::size_t body_bytes_of(std::string_view bytes) noexcept {
  return bytes.size() - bytes.find(head_end) - head_end.size();
}

// What follows the Date line of an answer.
std::string bytes_of(const http::Response& response) {
  std::string bytes;
  const std::string length = std::to_string(response.body.size());
  bytes.reserve(response.headers.size() + response.body.size() + 32);
  bytes.append(response.headers).append("Content-Length: ").append(length);
  bytes.append(head_end).append(response.body);
  return bytes;
}

}  // namespace

bool Dispatcher::serve_cached(const http::Request& request, http::Reply& reply,
                              std::optional<AccessDecision>& decision) {
  if (!is_plain(request)) {
    return false;
  }
  // Before any bytes are taken: they may be newer than this, never older.
  const auto now = dependencies_.store.sequence();
  if (!now) {
    return false;
  }
  const bool is_item = names_an_item(request.path);
  const auto* const kept =
      is_item ? paged_.end() : std::ranges::find(paged_, request.path, &Paged::path);
  if (!is_item && kept == paged_.end()) {
    return false;
  }
  std::string_view lines;
  if (access_.concerns(request)) [[unlikely]] {
    decision = access_.decide(request, Access::by_method);
    if (decision->refusal) {
      return false;
    }
    lines = decision->lines;
  }
  return is_item ? serve_cached_book({request, reply, *now, lines})
                 : serve_cached_page({request, reply, *now, lines}, kept->route);
}

bool Dispatcher::serve_cached_book(const Prepared& prepared) {
  const http::Request& request = prepared.request;
  if (request.query.data() != nullptr) {
    return false;
  }
  const bool may_be_encoded = request.has(Header::accept_encoding);
  const bool logs = dependencies_.settings.access_log == AccessLog::on;
  RequestIds::Ready stamp;
  bool sent = false;
  std::size_t body_bytes = 0;
  dependencies_.books.visit(id_in(request.path), [&](std::string_view bytes) {
    const bool is_encoded = may_be_encoded && bytes.size() >= encoded_bytes_min;
    if (is_encoded || bytes.size() > http::small_body_bytes_max) [[unlikely]] {
      return;
    }
    stamp = request_ids_.next(prepared.now);
    sent = true;
    body_bytes = logs ? body_bytes_of(bytes) : 0;
    prepared.reply.send_prepared({stamp.lines, prepared.lines, bytes});
  });
  if (!sent) {
    return false;
  }
  request_log_.cache_hit();
  request_log_.enter(request, {item_route_, 200, body_bytes, stamp.id});
  return true;
}

bool Dispatcher::serve_cached_page(const Prepared& prepared, RouteIndex route) {
  const http::Request& request = prepared.request;
  const std::string* page = pages_.find(prepared.now, page_key(request, wanted_coding(request)));
  if (page == nullptr) {
    return false;
  }
  if (!prepared.reply.has_room_for(page->size())) {
    request_log_.overloaded(OverloadCause::unsent);
    prepared.reply.send(plain(request, request_ids_.id_of(request),
                              catalog::problem::of(catalog::ProblemCode::overloaded),
                              prepared.lines));
    return true;
  }
  const RequestIds::Ready stamp = request_ids_.next(prepared.now);
  prepared.reply.send_prepared({stamp.lines, prepared.lines, *page});
  request_log_.cache_hit();
  request_log_.enter(request, {route, 200, body_bytes_of(*page), stamp.id});
  return true;
}

void Dispatcher::keep(const Exchange& exchange, const Finished& finished) {
  const http::Response& response = finished.response;
  if (exchange.keep == CachePolicy::nothing || response.status != 200 ||
      finished.request.method != Method::get || !dependencies_.store.sequence()) {
    return;
  }
  request_log_.cache_miss();
  if (exchange.keep == CachePolicy::page) {
    pages_.fill(*exchange.as_of,
                {page_key(finished.request, wanted_coding(finished.request)), bytes_of(response)});
    return;
  }
  if (finished.coding == http::Coding::identity) {
    dependencies_.books.fill({exchange.book, bytes_of(response)}, exchange.epoch);
  }
}

}  // namespace api
