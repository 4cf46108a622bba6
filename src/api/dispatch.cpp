#include "api/dispatch.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <optional>

#include "api/answer/book_answer.hpp"
#include "api/answer/encoding.hpp"
#include "api/answer/etag.hpp"
#include "api/answer/media.hpp"
#include "api/answer/problem_json.hpp"
#include "api/answer/sign_in.hpp"
#include "api/pages/page_answer.hpp"
#include "api/pages/view.hpp"
#include "api/routes.hpp"
#include "http/negotiate.hpp"
#include "http/prefer.hpp"
#include "http/router.hpp"
#include "http/target.hpp"

namespace api {
namespace {

using catalog::ProblemCode;
using http::Header;
using http::Method;

bool is_acceptable(const http::Request& request, Negotiation negotiation) noexcept {
  static constexpr std::array<std::string_view, 2> json{"application/json", events_type};
  switch (negotiation) {
    case Negotiation::json:
    case Negotiation::json_or_events:
      break;
    case Negotiation::json_or_html:
      if (http::asks_for_html(request.header(Header::accept))) {
        return true;
      }
      break;
    case Negotiation::json_or_no_body:
      if (http::prefers_minimal(request.header(Header::prefer))) {
        return true;
      }
      break;
    case Negotiation::fixed:
    case Negotiation::by_handler:
    case Negotiation::no_body:
      return true;
  }
  const std::size_t offered = negotiation == Negotiation::json_or_events ? 2 : 1;
  return http::choose_media_type(request.header(Header::accept), std::span(json).first(offered))
      .has_value();
}

// A browser that follows a link to nowhere is told so in HTML; below the API's own paths nobody is.
Shape shape_of(const http::RouteMatch<Route>& match, const http::Request& request) {
  if (match.route != nullptr) {
    const bool is_start = match.route->negotiation == Negotiation::json_or_html &&
                          http::asks_for_html(request.header(Header::accept));
    const bool is_of_form = match.route->access == Access::sign_in && is_form(request);
    return is_start || is_of_form ? Shape::page : match.route->shape;
  }
  const bool is_nowhere = match.routed == http::Routed::unknown_path;
  const bool is_of_api = request.path == "/livros" || request.path.starts_with("/livros/");
  return is_nowhere && !is_of_api && http::asks_for_html(request.header(Header::accept))
             ? Shape::page
             : Shape::api;
}

// A path parameter as it is meant. One that cannot be decoded stays as it came: with its '%' it
// names nothing.
std::string_view decoded(std::string_view raw, std::string& place) {
  if (raw.find('%') == std::string_view::npos) {
    return raw;
  }
  auto text = http::decode_path_part(raw);
  if (!text) {
    return raw;
  }
  place = *std::move(text);
  return place;
}

// The history names the key; an answer kept under an Idempotency-Key belongs to its sender alone.
template <class Command>
void sign(Command& command, const catalog::AccessKey& key) {
  command.actor = key.name;
  if (command.idempotency) {
    // A line break is in no header: nobody can send another's.
    command.idempotency->key.insert(0, std::to_string(key.id) + '\n');
  }
}

}  // namespace

Dispatcher::Dispatcher(const Dependencies& dependencies, base::Executor& executor)
    : dependencies_(dependencies),
      executor_(executor),
      access_(dependencies.access_state, dependencies.settings.clock),
      lag_(executor, dependencies.settings.clock, dependencies.access_state.rules.lag_max),
      session_(dependencies.store.open_session(executor)),
      events_(std::make_shared<EventHub>(*session_, dependencies.store)),
      router_(routes()),
      cache_(dependencies.store, dependencies.books, dependencies.settings.page_cache_bytes_max),
      request_log_(dependencies.metrics, dependencies.log, dependencies.settings.access_log) {
  dependencies.settings.changes->add(executor, events_);
}

Dispatcher::~Dispatcher() = default;

// If the environment breaks under a request (disk, memory), nothing of its answer has been sent
// yet. The client gets a plain 503, and the server goes on.
void Dispatcher::handle(http::Request& request, http::Reply& reply) {
  try {
    name_client(request);
    std::optional<AccessDecision> decision;
    if (!answer_from_cache(request, reply, decision)) {
      serve(request, reply, decision);
    }
  } catch (const std::exception& reason) {
    reply.send(unavailable(request, reason));
  }
}

bool Dispatcher::answer_from_cache(const http::Request& request, http::Reply& reply,
                                   std::optional<AccessDecision>& decision) {
  auto place = cache_.place_of(request);
  if (!place) {
    return false;
  }
  std::string_view lines;
  if (place->is_for_people || access_.concerns(request)) [[unlikely]] {
    decision = access_.decide(request, Access::by_method);
    if (decision->refusal) {
      return false;
    }
    lines = decision->lines;
    if (place->is_for_people) {
      const Visitor visitor{dependencies_.settings.keys, decision->key != nullptr};
      place->variant = variant_of(view_of(request, visitor));
    }
  }
  const bool logs = dependencies_.settings.access_log == AccessLog::on;
  RequestIds::Ready ids;
  std::size_t body_bytes = 0;
  bool has_room = true;
  const auto found = cache_.visit(*place, request, [&](std::string_view bytes) {
    has_room = bytes.size() <= http::small_body_bytes_max || reply.has_room_for(bytes.size());
    if (has_room) [[likely]] {
      ids = request_ids_.next(place->now);
      body_bytes = logs ? body_bytes_of(bytes) : 0;
      reply.send_cached({ids.lines, lines, bytes});
    }
  });
  if (found != AnswerCache::Found::used) [[unlikely]] {
    return found == AnswerCache::Found::no && place->book.value != 0 &&
           answer_at_once(request, reply, *place, lines);
  }
  if (has_room) [[likely]] {
    request_log_.cache_hit();
    request_log_.enter(request, {place->route, 200, body_bytes, ids.id});
  } else {
    request_log_.overloaded(OverloadCause::unsent);
    reply.send(plain(request, request_ids_.id_of(request),
                     catalog::problem::of(ProblemCode::overloaded), lines));
  }
  return true;
}

void Dispatcher::serve(http::Request& request, http::Reply& reply,
                       std::optional<AccessDecision>& decision) {
  const auto exchange = std::make_shared<Exchange>();
  exchange->request = &request;
  exchange->reply = &reply;
  exchange->id = request_ids_.id_of(request);
  exchange->language = language_of(request);
  try {
    start(exchange, decide(request, *exchange, decision));
  } catch (const std::exception& reason) {
    finish(*exchange, broken(*exchange, reason));
  }
  if (!exchange->ready) {
    exchange->pending.emplace(reply.defer());
    exchange->in_flight.emplace(dependencies_.access_state);
    return;
  }
  complete(*exchange, request, *exchange->ready);
  reply.send(*exchange->ready);
}

std::optional<OverloadCause> Dispatcher::overload_cause() {
  if (dependencies_.access_state.is_overloaded()) {
    return OverloadCause::in_flight;
  }
  return lag_.is_too_long() ? std::optional(OverloadCause::lag) : std::nullopt;
}

Plan Dispatcher::decide(const http::Request& request, Exchange& exchange,
                        std::optional<AccessDecision>& decision) {
  const auto match = router_.find(request.method, request.path);
  if (auto refusal = refused_head(match, exchange, decision)) {
    return *std::move(refusal);
  }
  Request asked = routed(match, exchange);
  exchange.key = decision->key == nullptr ? std::nullopt : std::optional(decision->key->key.digest);
  asked.sender = decision->key == nullptr ? nullptr : &decision->key->key;
  Plan plan = match.route->handler(asked);
  if (asked.sender != nullptr) {
    if (auto* const write = std::get_if<WritePlan>(&plan)) {
      sign(write->command, *asked.sender);
    } else if (auto* const group = std::get_if<GroupPlan>(&plan)) {
      sign(group->command, *asked.sender);
    }
  }
  if (auto* import = std::get_if<ImportPlan>(&plan);
      import != nullptr && decision->key != nullptr) {
    sign_import(import->command, decision->key->key);
  }
  return plan;
}

// The request as its handler sees it; `exchange` holds the parameters that had to be decoded.
Request Dispatcher::routed(const http::RouteMatch<Route>& match, Exchange& exchange) const {
  auto& [first, second] = exchange.parameters;
  return {*exchange.request,
          decoded(match.parameters[0], first),
          decoded(match.parameters[1], second),
          exchange.language,
          exchange.id,
          dependencies_.settings};
}

// What the head of a request is refused for, in this order: too much work, its sender, its path and
// method, what it takes and brings.
std::optional<http::Response> Dispatcher::refused_head(const http::RouteMatch<Route>& match,
                                                       Exchange& exchange,
                                                       std::optional<AccessDecision>& decision,
                                                       AccessControl::Stage stage) {
  const http::Request& request = *exchange.request;
  const AnswerContext context = context_of(exchange);
  exchange.shape = shape_of(match, request);
  const Access access = match.route == nullptr ? Access::by_method : match.route->access;
  if (const auto bound = access == Access::unchecked ? std::nullopt : overload_cause()) {
    request_log_.overloaded(*bound);
    exchange.lines = dependencies_.access_state.cors.lines_for(request);
    return problem_answer(exchange, catalog::problem::of(ProblemCode::overloaded));
  }
  if (!decision) {
    decision = access_.decide(request, access, stage);
  }
  exchange.lines = std::move(decision->lines);
  if (decision->refusal) {
    return problem_answer(exchange, *decision->refusal);
  }
  exchange.is_signed_in = decision->key != nullptr;
  exchange.may_write =
      decision->key != nullptr && decision->key->key.scope >= catalog::Scope::write;
  switch (match.routed) {
    case http::Routed::found:
      break;
    case http::Routed::unknown_path:
      return problem_answer(exchange, catalog::problem::unknown_path(request.path));
    case http::Routed::other_method:
      return other_method(context);
  }
  exchange.route = {static_cast<std::size_t>(match.route - routes().data())};
  if (!is_acceptable(request, match.route->negotiation)) {
    return to_response(context, catalog::problem::not_acceptable({request.header(Header::accept)}));
  }
  const bool is_sent = stage == AccessControl::Stage::head || !request.body.empty();
  return wrong_media_type(context, match.route->takes, is_sent ? BodyIs::sent : BodyIs::absent);
}

std::optional<http::Response> Dispatcher::answer_to_head(const http::Request& head) {
  http::Request request = head;
  name_client(request);
  Exchange exchange;
  exchange.request = &request;
  exchange.id = request_ids_.id_of(request);
  exchange.language = language_of(request);
  try {
    const auto match = router_.find(request.method, request.path);
    std::optional<AccessDecision> decision;
    auto answer = refused_head(match, exchange, decision, AccessControl::Stage::head);
    if (!answer && match.route->check != nullptr) {
      const Request asked = routed(match, exchange);
      if (const auto checked = match.route->check(asked); !checked) {
        answer = to_response(asked, checked.error());
      }
    }
    if (answer) {
      complete(exchange, request, *answer);
    }
    return answer;
  } catch (const std::exception& reason) {
    return unavailable(request, reason);
  }
}

void Dispatcher::start(const ExchangePtr& exchange, Plan plan) {
  if (auto* response = std::get_if<http::Response>(&plan)) {
    finish(*exchange, std::move(*response));
    return;
  }
  if (auto* read = std::get_if<ReadPlan>(&plan)) {
    start_read(exchange, std::move(*read));
    return;
  }
  if (auto* chain = std::get_if<ChainPlan>(&plan)) {
    start_chain(exchange, std::move(*chain));
    return;
  }
  if (auto* group = std::get_if<GroupPlan>(&plan)) {
    start_group(exchange, std::move(*group));
    return;
  }
  if (auto* import = std::get_if<ImportPlan>(&plan)) {
    start_import(exchange, std::move(*import));
    return;
  }
  if (const auto* events = std::get_if<EventsPlan>(&plan)) {
    start_events(exchange, *events);
    return;
  }
  if (auto* open = std::get_if<OpenPlan>(&plan)) {
    start_open(exchange, std::move(*open));
    return;
  }
  start_write(exchange, std::get<WritePlan>(std::move(plan)));
}

AnswerContext Dispatcher::context_of(const Exchange& exchange) {
  const http::Request& request = exchange.pending ? exchange.pending->request() : *exchange.request;
  return {request, exchange.language, exchange.id};
}

// The environment broke under a request (disk, memory): this one fails, the server goes on.
http::Response Dispatcher::broken(const Exchange& exchange, const std::exception& reason) {
  dependencies_.log.error("falha", {{"pedido", exchange.id}, {"motivo", reason.what()}});
  return problem_answer(exchange, catalog::problem::of(ProblemCode::storage_unavailable));
}

void Dispatcher::finish(Exchange& exchange, http::Response response) {
  if (!exchange.pending) {
    exchange.ready = std::move(response);
    return;
  }
  const http::Request& request = exchange.pending->request();
  try {
    complete(exchange, request, response);
  } catch (const std::exception& reason) {
    response = unavailable(request, reason);
  }
  exchange.in_flight.reset();
  exchange.pending->send(response);
}

void Dispatcher::complete(Exchange& exchange, const http::Request& request,
                          http::Response& response) {
  hold_to_conditions(exchange, response);
  const http::Coding coding = encode(request, response);
  response.headers.append(dependencies_.access_state.cors.common_lines());
  if (cache_.fill(exchange.ticket, {request, response, coding, exchange.as_of})) {
    request_log_.cache_miss();
  }
  if (request.method == Method::get && !has_room_for(exchange, response.body.size())) {
    request_log_.overloaded(OverloadCause::unsent);
    response = to_response(context_of(exchange), catalog::problem::of(ProblemCode::overloaded));
    response.headers.append(dependencies_.access_state.cors.common_lines());
  }
  response.headers.append(RequestIds::lines({exchange.id, told_state(exchange)}, request));
  response.headers.append(exchange.lines);
  remember_state(exchange, request, response);
  if (exchange.behind) {
    // Whole seconds, rounded up: never fresher than said.
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(*exchange.behind);
    response.add("X-Catalogo-Atraso", std::to_string(seconds.count()));
  }
  request_log_.enter(request, {exchange.route, response.status, response.body.size(), exchange.id});
}

// The state that X-Catalogo-Seq names. A read may see a commit before sequence() moves; an answer
// from the cache that follows on the connection would name an older one.
std::optional<catalog::Sequence> Dispatcher::told_state(const Exchange& exchange) const {
  const auto now = dependencies_.store.sequence();
  return now && exchange.as_of ? std::min(*now, *exchange.as_of) : exchange.as_of;
}

// What a read asked for on conditions, whichever its route (RFC 9110 section 13.2.2): If-Match goes
// before If-None-Match, which those have answered that have a tag.
void Dispatcher::hold_to_conditions(const Exchange& exchange, http::Response& response) {
  const AnswerContext context = context_of(exchange);
  const http::Request& request = context.http;
  if (request.method != Method::get && request.method != Method::head) {
    return;
  }
  const bool is_there = response.status == 200 || response.status == 304;
  if (!is_there || !request.has_any<Header::if_match, Header::if_none_match>()) {
    return;
  }
  const std::string etag(etag_in(response.headers));
  if (request.has(Header::if_match)) {
    const auto matches = matches_any(request, etag);
    if (matches && *matches == Matches::yes) {
      return;
    }
    response = to_response(context, matches ? catalog::problem::of(ProblemCode::precondition_failed)
                                            : matches.error());
    if (!etag.empty()) {
      response.add("ETag", etag);
    }
  } else if (etag.empty() && request.header(Header::if_none_match) == "*") {
    response.status = 304;
    response.body.clear();
  }
}

bool Dispatcher::has_room_for(const Exchange& exchange, std::size_t body_bytes) {
  if (exchange.pending) {
    return exchange.pending->has_room_for(body_bytes);
  }
  // The head of a request has no reply yet, and only refusals, which are short.
  return exchange.reply == nullptr || exchange.reply->has_room_for(body_bytes);
}

}  // namespace api
