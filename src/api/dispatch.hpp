// The request path of one I/O thread: kept bytes, or route -> handler -> store -> answer. The order
// of everything that happens to a request can be read in Dispatcher::serve. One I/O thread.
#pragma once

#include <array>
#include <exception>
#include <memory>
#include <optional>
#include <string>

#include "api/book_cache.hpp"
#include "api/gate.hpp"
#include "api/ledger.hpp"
#include "api/loop_lag.hpp"
#include "api/page_cache.hpp"
#include "api/plan.hpp"
#include "api/routes.hpp"
#include "api/settings.hpp"
#include "api/stamp.hpp"
#include "base/executor.hpp"
#include "http/application.hpp"
#include "http/negotiate.hpp"
#include "http/router.hpp"
#include "search/store.hpp"

namespace api {

class Dispatcher final : public http::Application {
 public:
  struct Parts {
    search::Store& store;
    BookCache& books;
    const Settings& settings;
    base::Metrics& metrics;
    base::Log& log;
    Guard& guard;
  };
  Dispatcher(const Parts& parts, base::Executor& home);
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
    Keep keep = Keep::nothing;
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

  // prepared.cpp: answers whose bytes are already there, and the keeping of new ones.
  struct Prepared {
    const http::Request& request;
    http::Reply& reply;
    catalog::Sequence now;
    std::string_view lines;  // of the gate
  };
  void name_client(http::Request& request) const;
  bool serve_prepared(const http::Request& request, http::Reply& reply,
                      std::optional<Visit>& visit);
  bool serve_hot_book(const Prepared& prepared);
  bool serve_kept_page(const Prepared& prepared, RouteIndex route);
  void keep(const Exchange& exchange, const Finished& finished);

  void serve(http::Request& request, http::Reply& reply, std::optional<Visit>& visit);
  std::optional<Bound> reached_bound();
  Plan decide(const http::Request& request, Exchange& exchange, std::optional<Visit>& visit);
  Plan carry_out(const http::RouteMatch<Route>& match, Exchange& exchange, const Visit& visit);
  http::Response other_method(const Answering& context) const;
  void start(const ExchangePtr& exchange, Plan plan);
  void start_read(const ExchangePtr& exchange, ReadPlan plan);
  void start_write(const ExchangePtr& exchange, WritePlan plan);
  bool answer_unchanged(Exchange& exchange);
  template <class Make>
  void finish_with(Exchange& exchange, const Make& make);
  http::Response broken(const Exchange& exchange, const std::exception& reason);
  void finish(Exchange& exchange, http::Response response);
  void complete(Exchange& exchange, const http::Request& request, http::Response& response);
  // refusals.cpp: where there is no route.
  static catalog::Language language_of(const http::Request& request);
  http::Response unavailable(const http::Request& request, const std::exception& reason);
  http::Response turned_away(http::Request head);
  http::Response plain(const http::Request& request, std::string_view id,
                       const catalog::Problem& problem, std::string_view lines);

  static Answering answering(const Exchange& exchange);
  static bool has_room_for(const Exchange& exchange, std::size_t body_bytes);

  Parts parts_;
  Gate gate_;
  LoopLag lag_;
  std::unique_ptr<search::Session> session_;
  http::Router<Route> router_;
  RouteIndex item_route_;
  std::array<Paged, 3> paged_;
  Stamps stamps_;
  PageCache pages_;
  Ledger ledger_;
};

// Where a trusted proxy speaks for somebody, the peer is whom it names from here on.
inline void Dispatcher::name_client(http::Request& request) const {
  if (gate_.may_be_forwarded(request)) {
    request.peer = gate_.client_of(request);
  }
}

}  // namespace api
