// The request path of one I/O thread, in the order of handle(): a cached answer, or access, route,
// handler, store, answer. Every answer but a cached one is finished in complete(). One I/O thread.
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
#include "api/answer_cache.hpp"
#include "api/event_hub.hpp"
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
  std::optional<http::Response> answer_to_head(const http::Request& head) override;
  std::size_t body_bytes_max(const http::Request& head) override;
  bool streams_body(const http::Request& head) const noexcept override;
  http::StreamedBody stream_body(const http::Request& head,
                                 std::optional<std::uint64_t> declared) override;

 private:
  // One request on its way. Shared between handle() and whoever answers later.
  struct Exchange {
    RouteIndex route{routes().size()};
    Shape shape = Shape::api;
    bool is_signed_in = false;
    bool may_write = false;                 // by a key of its own
    std::optional<catalog::KeyDigest> key;  // that the sender brought
    catalog::Language language = catalog::Language::portuguese;
    std::string id;
    std::array<std::string, 2> parameters;  // of the path, those that had to be decoded
    AnswerCache::Ticket ticket;
    std::optional<catalog::Sequence> as_of;
    std::optional<std::chrono::milliseconds> behind;
    std::string lines;  // of the access decision, for any answer
    std::optional<InFlight> in_flight;

    // One of the two is set in the end: the answer came inside the call, or it comes later.
    std::optional<http::Response> ready;
    std::optional<http::PendingReply> pending;
    const http::Request* request = nullptr;  // these two are valid until pending is set
    http::Reply* reply = nullptr;
  };
  using ExchangePtr = std::shared_ptr<Exchange>;

  void name_client(http::Request& request) const;
  bool answer_from_cache(const http::Request& request, http::Reply& reply,
                         std::optional<AccessDecision>& decision);
  bool answer_at_once(const http::Request& request, http::Reply& reply,
                      const AnswerCache::Place& place, std::string_view lines);
  void serve(http::Request& request, http::Reply& reply, std::optional<AccessDecision>& decision);
  std::optional<OverloadCause> overload_cause();
  Plan decide(const http::Request& request, Exchange& exchange,
              std::optional<AccessDecision>& decision);
  Request routed(const http::RouteMatch<Route>& match, Exchange& exchange) const;
  std::optional<http::Response> refused_head(
      const http::RouteMatch<Route>& match, Exchange& exchange,
      std::optional<AccessDecision>& decision,
      AccessControl::Stage stage = AccessControl::Stage::whole);
  http::Response other_method(const AnswerContext& context) const;
  void start(const ExchangePtr& exchange, Plan plan);
  void share(const Exchange& exchange, search::Read& command) const;
  void remember_state(const Exchange& exchange, const http::Request& request,
                      http::Response& response) const;
  void start_read(const ExchangePtr& exchange, ReadPlan plan);
  void tell_of_change();
  void start_write(const ExchangePtr& exchange, WritePlan plan);
  void start_group(const ExchangePtr& exchange, GroupPlan plan);
  static void sign_import(imports::Command& command, const catalog::AccessKey& key);
  void start_import(const ExchangePtr& exchange, ImportPlan plan);
  void start_open(const ExchangePtr& exchange, OpenPlan plan);
  void start_events(const ExchangePtr& exchange, const EventsPlan& plan);
  http::Response event_stream(const Exchange& exchange, const EventsPlan& plan,
                              std::shared_ptr<StreamPlace> place, catalog::Sequence now);
  void start_chain(const ExchangePtr& exchange, ChainPlan plan);
  static void note_read(Exchange& exchange, const search::ReadAnswer& answer);
  // What an entity tag of the sequence is for: a page for people, or a list in some format.
  struct Kind {
    PageVariant variant = no_page;
    formats::Format format = formats::Format::json;
  };
  bool answer_unchanged(Exchange& exchange, Kind kind);
  http::Response problem_answer(const Exchange& exchange, const catalog::Problem& problem) const;
  template <class Make>
  void finish_with(Exchange& exchange, const Make& make);
  http::Response broken(const Exchange& exchange, const std::exception& reason);
  void finish(Exchange& exchange, http::Response response);
  std::optional<catalog::Sequence> told_state(const Exchange& exchange) const;
  static void hold_to_conditions(const Exchange& exchange, http::Response& response);
  void complete(Exchange& exchange, const http::Request& request, http::Response& response);
  std::optional<std::size_t> question_bytes_max(const http::Request& head) const noexcept;
  // dispatch_refusals.cpp: answers outside any route.
  http::Response unavailable(const http::Request& request, const std::exception& reason);
  http::Response turned_away(http::Request head);
  http::Response plain(const http::Request& request, std::string_view id,
                       const catalog::Problem& problem, std::string_view lines);

  static AnswerContext context_of(const Exchange& exchange);
  static bool has_room_for(const Exchange& exchange, std::size_t body_bytes);

  Dependencies dependencies_;
  base::Executor& executor_;
  AccessControl access_;
  LoopLag lag_;
  std::unique_ptr<search::Session> session_;
  std::shared_ptr<EventHub> events_;
  http::Router<Route> router_;
  AnswerCache cache_;
  RequestIds request_ids_;
  RequestLog request_log_;
};

// Where a trusted proxy speaks for somebody, the peer is whom it names from here on.
inline void Dispatcher::name_client(http::Request& request) const {
  if (access_.may_be_forwarded(request)) {
    request.is_secure = access_.came_by_tls(request);
    request.peer = access_.client_of(request);
  }
}

// An answer that comes later has no handle() above it to catch what building it may throw.
template <class Make>
void Dispatcher::finish_with(Exchange& exchange, const Make& make) {
  http::Response response;
  try {
    response = make();
  } catch (const std::exception& reason) {
    response = broken(exchange, reason);
  }
  finish(exchange, std::move(response));
}

}  // namespace api
