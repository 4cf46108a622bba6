// The request path of one I/O thread: a cached response, or route -> handler -> store -> answer.
// Dispatcher::handle is the entry. serve_cached (dispatch_cached.cpp) answers from the caches;
// serve decides access, runs the handler, and starts its plan; complete logs every answer. One I/O
// thread.
#pragma once

#include <array>
#include <exception>
#include <memory>
#include <optional>
#include <string>

#include "api/access/access_control.hpp"
#include "api/access/loop_lag.hpp"
#include "api/answer/plan.hpp"
#include "api/answer/settings.hpp"
#include "api/book_cache.hpp"
#include "api/page_cache.hpp"
#include "api/request_id.hpp"
#include "api/request_log.hpp"
#include "api/routes.hpp"
#include "base/executor.hpp"
#include "http/application.hpp"
#include "http/negotiate.hpp"
#include "http/router.hpp"
#include "search/store.hpp"

namespace api {

class Dispatcher final : public http::Application {
 public:
  struct Dependencies {
    search::Store& store;
    BookCache& books;
    const Settings& settings;
    base::Metrics& metrics;
    base::Log& log;
    AccessState& access_state;
  };
  Dispatcher(const Dependencies& dependencies, base::Executor& executor);
  ~Dispatcher() override;

  void handle(http::Request& request, http::Reply& reply) override;
  http::Response refuse(http::Refusal refusal, const http::Request& partial) override;
  std::size_t body_bytes_max(const http::Request& head) override;

 private:
  // One request on its way. Shared between handle() and whoever answers later.
  struct Exchange {
    RouteIndex route{routes().size()};
    catalog::Language language = catalog::Language::portuguese;
    std::string id;
    std::array<std::string, 2> parameters;  // of the path, those that had to be decoded
    CachePolicy keep = CachePolicy::nothing;
    catalog::BookId book;
    BookCache::Epoch epoch{};
    std::optional<catalog::Sequence> as_of;
    std::optional<std::chrono::milliseconds> behind;
    std::string lines;  // of the gate, for whatever answer
    std::optional<InFlight> in_flight;

    // One of the two is set in the end: the answer came inside the call, or it comes later.
    std::optional<http::Response> ready;
    std::optional<http::PendingReply> pending;
    const http::Request* request = nullptr;  // these two are valid until pending is set
    http::Reply* reply = nullptr;
  };
  using ExchangePtr = std::shared_ptr<Exchange>;

  // A path whose answers are kept as pages.
  struct Paged {
    std::string_view path;
    RouteIndex route;
  };

  struct Finished {
    const http::Request& request;
    const http::Response& response;
    http::Coding coding;
  };

  // dispatch_cached.cpp: answers from cached responses, and caches new ones.
  struct Prepared {
    const http::Request& request;
    http::Reply& reply;
    catalog::Sequence now;
    std::string_view lines;  // of the gate
  };
  void name_client(http::Request& request) const;
  bool serve_cached(const http::Request& request, http::Reply& reply,
                    std::optional<AccessDecision>& decision);
  bool serve_cached_book(const Prepared& prepared);
  bool serve_cached_page(const Prepared& prepared, RouteIndex route);
  void keep(const Exchange& exchange, const Finished& finished);

  void serve(http::Request& request, http::Reply& reply, std::optional<AccessDecision>& decision);
  std::optional<OverloadCause> overload_cause();
  Plan decide(const http::Request& request, Exchange& exchange,
              std::optional<AccessDecision>& decision);
  Plan carry_out(const http::RouteMatch<Route>& match, Exchange& exchange,
                 const AccessDecision& decision);
  http::Response other_method(const AnswerContext& context) const;
  void start(const ExchangePtr& exchange, Plan plan);
  void start_read(const ExchangePtr& exchange, ReadPlan plan);
  void start_write(const ExchangePtr& exchange, WritePlan plan);
  bool answer_unchanged(Exchange& exchange);
  template <class Make>
  void finish_with(Exchange& exchange, const Make& make);
  http::Response broken(const Exchange& exchange, const std::exception& reason);
  void finish(Exchange& exchange, http::Response response);
  void complete(Exchange& exchange, const http::Request& request, http::Response& response);
  // dispatch_refusals.cpp: answers outside any route.
  static catalog::Language language_of(const http::Request& request);
  http::Response unavailable(const http::Request& request, const std::exception& reason);
  http::Response turned_away(http::Request head);
  http::Response plain(const http::Request& request, std::string_view id,
                       const catalog::Problem& problem, std::string_view lines);

  static AnswerContext context_of(const Exchange& exchange);
  static bool has_room_for(const Exchange& exchange, std::size_t body_bytes);

  Dependencies dependencies_;
  AccessControl access_;
  LoopLag lag_;
  std::unique_ptr<search::Session> session_;
  http::Router<Route> router_;
  RouteIndex item_route_;
  std::array<Paged, 3> paged_;
  RequestIds request_ids_;
  PageCache pages_;
  RequestLog request_log_;
};

// Where a trusted proxy speaks for somebody, the peer is whom it names from here on.
inline void Dispatcher::name_client(http::Request& request) const {
  if (access_.may_be_forwarded(request)) {
    request.peer = access_.client_of(request);
  }
}

}  // namespace api
