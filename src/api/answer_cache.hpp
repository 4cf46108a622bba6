// Finished answers whose bytes are sent again: books, shared by all I/O threads (BookCache), and
// the pages of this thread (PageCache). Only what anybody would get is kept. One I/O thread.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "api/answer/encoding.hpp"
#include "api/answer/plan.hpp"
#include "api/book_cache.hpp"
#include "api/page_cache.hpp"
#include "api/request_log.hpp"
#include "http/application.hpp"
#include "http/message.hpp"
#include "http/negotiate.hpp"
#include "search/store.hpp"

namespace api {

class AnswerCache {
 public:
  AnswerCache(const search::Store& store, BookCache& books, std::size_t page_bytes_max);

  // Where the answer to a request would be. nullopt: it must be made.
  struct Place {
    RouteIndex route;
    catalog::BookId book;        // 0: a page
    catalog::Sequence now;       // asked before any bytes are taken: they may be newer, never older
    bool is_for_people = false;  // an HTML page, whose variant must be told
    PageVariant variant = no_page;
  };
  std::optional<Place> place_of(const http::Request& request) const;
  // unfit: they are kept, but must be sent otherwise to who asks.
  enum class Found : std::uint8_t { no, unfit, used };
  // Calls use(bytes that follow the Date line) when they are here: be short, a lock may be held.
  template <class Use>
  Found visit(const Place& place, const http::Request& request, Use&& use);

  // A book's bytes that were made beside its place, as `use` would have got them.
  static bool may_be_sent(std::string_view bytes, const http::Request& request) noexcept;
  static std::string bytes_of_book(const store::BookDocument& book, std::string_view common_lines);
  BookCache::Epoch before(const Place& place) const { return books_.epoch(place.book); }
  void fill(const Place& place, std::string bytes, BookCache::Epoch before) {
    books_.fill({place.book, std::move(bytes)}, before);
  }

  // What must be known before a read for its answer to be kept.
  struct Ticket {
    CachePolicy policy = CachePolicy::nothing;
    catalog::BookId book;
    BookCache::Epoch epoch{};
    PageVariant variant = no_page;
    std::optional<search::IdRange> depends_on = std::nullopt;  // told by the read
  };
  Ticket before(const ReadPlan& plan) const;
  static Ticket before(const ChainPlan& plan) noexcept {
    return {plan.cache_policy, {}, {}, plan.variant};
  }
  // True when answers of this kind are kept; this one may be dropped all the same.
  struct Finished {
    const http::Request& request;
    const http::Response& response;
    http::Coding coding;
    std::optional<catalog::Sequence> as_of;
  };
  bool fill(const Ticket& ticket, const Finished& finished);

 private:
  // A path whose answers are kept as pages.
  struct PagedPath {
    std::string_view path;
    RouteIndex route;
  };
  const std::string* page(const Place& place, const http::Request& request);
  std::optional<Place> place_for_people(const http::Request& request) const;

  const search::Store& store_;
  BookCache& books_;
  PageCache pages_;
  PageCache html_;  // apart, so that crawlers of pages drop no lists
  const RouteIndex item_route_;
  const std::array<PagedPath, 3> paged_;
  const std::array<PagedPath, 4> paged_for_people_;
};

// The body's size, of the bytes that follow the Date line.
std::size_t body_bytes_of(std::string_view bytes) noexcept;

template <class Use>
AnswerCache::Found AnswerCache::visit(const Place& place, const http::Request& request, Use&& use) {
  if (place.book.value == 0) {
    const std::string* const bytes = page(place, request);
    if (bytes != nullptr) {
      use(std::string_view(*bytes));
    }
    return bytes != nullptr ? Found::used : Found::no;
  }
  Found found = Found::no;
  books_.visit(place.book, [&](std::string_view bytes) {
    found = Found::unfit;
    if (may_be_sent(bytes, request)) [[likely]] {
      found = Found::used;
      use(bytes);
    }
  });
  return found;
}

inline bool AnswerCache::may_be_sent(std::string_view bytes,
                                     const http::Request& request) noexcept {
  const bool is_encoded = bytes.size() >= encoded_bytes_min &&
                          request.has(http::Header::accept_encoding) &&
                          wanted_coding(request) != http::Coding::identity;
  return !is_encoded && bytes.size() <= http::small_body_bytes_max;
}

}  // namespace api
