#include "api/answer_cache.hpp"

#include <algorithm>
#include <cstring>

#include "api/answer/book_answer.hpp"
#include "api/answer/etag.hpp"
#include "api/routes.hpp"
#include "json/writer.hpp"

namespace api {
namespace {

using http::Header;
using http::Method;

constexpr std::string_view item_prefix = "/livros/";
constexpr std::string_view item_page_prefix = "/livro/";
constexpr std::string_view head_end = "\r\n\r\n";

// A GET without a body, unconditional, without an id of the client's own.
bool is_unconditional(const http::Request& request) noexcept {
  return request.method == Method::get &&
         !request.has_any<Header::if_none_match, Header::if_match, Header::if_unmodified_since,
                          Header::request_id, Header::traceparent>() &&
         request.body.empty();
}

// The commonest way to ask: also for JSON. Whoever asks otherwise takes the long way and is judged
// there.
bool is_plain(const http::Request& request) noexcept {
  if (!is_unconditional(request)) {
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

// The same question is answered in another order to readers of another language.
bool is_ranked_for_a_reader(const http::Request& request) noexcept {
  return request.has(Header::accept_language) && request.query.find("q=") != std::string_view::npos;
}

// The GET route with this pattern.
RouteIndex route_of(std::string_view pattern) noexcept {
  std::size_t index = 0;
  while (index < routes().size() &&
         (routes()[index].method != Method::get || routes()[index].pattern != pattern)) {
    ++index;
  }
  return {index};
}

// The same query means something else on another path.
std::string page_key(const http::Request& request, http::Coding coding, PageVariant variant) {
  std::string key(request.target);
  key += '\n';
  key += static_cast<char>('0' + static_cast<int>(coding));
  if (variant != no_page) {
    key += static_cast<char>(variant);
  }
  return key;
}

// Ends what follows the Date line of an answer.
void append_body(std::string& bytes, std::string_view body) {
  bytes.append(std::string_view("Content-Length: "));
  json::append_integer(bytes, static_cast<std::int64_t>(body.size()));
  bytes.append(head_end).append(body);
}

constexpr std::size_t length_line_bytes_max = 40;
constexpr std::size_t book_lines_bytes_max = 320;

std::string bytes_of(const http::Response& response) {
  std::string bytes;
  bytes.reserve(response.headers.size() + response.body.size() + length_line_bytes_max);
  bytes.append(response.headers);
  append_body(bytes, response.body);
  return bytes;
}

}  // namespace

AnswerCache::AnswerCache(const search::Store& store, BookCache& books, std::size_t page_bytes_max)
    : store_(store),
      books_(books),
      pages_(page_bytes_max, books.changed_ids()),
      html_(page_bytes_max, books.changed_ids()),
      item_route_(route_of("/livros/{id}")),
      paged_{{{"/livros", route_of("/livros")},
              {"/sugestoes", route_of("/sugestoes")},
              {"/facetas", route_of("/facetas")}}},
      paged_for_people_{{{"/busca", route_of("/busca")},
                         {"/acervo", route_of("/acervo")},
                         {"/", route_of("/")},
                         {item_page_prefix, route_of("/livro/{id}")}}} {}

std::optional<AnswerCache::Place> AnswerCache::place_of(const http::Request& request) const {
  if (!is_plain(request)) [[unlikely]] {
    return place_for_people(request);
  }
  const auto now = store_.sequence();
  if (!now) {
    return std::nullopt;
  }
  if (names_an_item(request.path)) {
    const catalog::BookId book = id_in(request.path);
    return book.value == 0 || request.query.data() != nullptr
               ? std::nullopt
               : std::optional(Place{item_route_, book, *now});
  }
  const auto* const paged = std::ranges::find(paged_, request.path, &PagedPath::path);
  if (paged == paged_.end()) {
    return place_for_people(request);
  }
  return is_ranked_for_a_reader(request) ? std::nullopt
                                         : std::optional(Place{paged->route, {}, *now});
}

// "/" is for people when they say so; the other pages are whatever Accept says.
std::optional<AnswerCache::Place> AnswerCache::place_for_people(
    const http::Request& request) const {
  const auto& [search, holdings, start, item] = paged_for_people_;
  const std::string_view path = request.path;
  const PagedPath* paged = nullptr;
  if (path == search.path) {
    paged = &search;
  } else if (path == holdings.path) {
    paged = &holdings;
  } else if (path.starts_with(item.path) &&
             path.find('/', item.path.size()) == std::string_view::npos) {
    paged = &item;
  } else if (path == start.path && http::asks_for_html(request.header(Header::accept))) {
    paged = &start;
  }
  const auto now = store_.sequence();
  if (paged == nullptr || !now || !is_unconditional(request)) {
    return std::nullopt;
  }
  return Place{paged->route, {}, *now, true};
}

const std::string* AnswerCache::page(const Place& place, const http::Request& request) {
  PageCache& pages = place.is_for_people ? html_ : pages_;
  return pages.find(place.now, page_key(request, wanted_coding(request), place.variant));
}

std::string AnswerCache::bytes_of_book(const store::BookDocument& book,
                                       std::string_view common_lines) {
  std::string bytes;
  bytes.reserve(book_lines_bytes_max + common_lines.size() + book.json.size());
  append_book_lines(bytes, book.id, etag_of({book.id, book.version}));
  bytes.append(common_lines);
  append_body(bytes, book.json);
  return bytes;
}

AnswerCache::Ticket AnswerCache::before(const ReadPlan& plan) const {
  Ticket ticket{plan.cache_policy, {}, {}, no_page};
  if (plan.cache_policy == CachePolicy::tag) {
    ticket.policy = CachePolicy::nothing;
  }
  if (plan.cache_policy == CachePolicy::book) {
    ticket.book = std::get<store::GetBook>(plan.command).id;
    ticket.epoch = books_.epoch(ticket.book);
  }
  return ticket;
}

bool AnswerCache::fill(const Ticket& ticket, const Finished& finished) {
  const http::Response& response = finished.response;
  if (ticket.policy == CachePolicy::nothing || response.status != 200 ||
      finished.request.method != Method::get || !store_.sequence()) {
    return false;
  }
  if (ticket.policy == CachePolicy::page) {
    PageCache& pages = ticket.variant == no_page ? pages_ : html_;
    if (pages.is_on()) {
      pages.fill(*finished.as_of,
                 {page_key(finished.request, wanted_coding(finished.request), ticket.variant),
                  bytes_of(response), ticket.depends_on});
    }
  } else if (finished.coding == http::Coding::identity) {
    if (std::string bytes = bytes_of(response); bytes.size() <= http::small_body_bytes_max) {
      books_.fill({ticket.book, std::move(bytes)}, ticket.epoch);
    }
  }
  return true;
}

std::size_t body_bytes_of(std::string_view bytes) noexcept {
  return bytes.size() - bytes.find(head_end) - head_end.size();
}

}  // namespace api
