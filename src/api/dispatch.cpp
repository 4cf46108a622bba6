#include "api/dispatch.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <optional>

#include "api/answer/book_answer.hpp"
#include "api/answer/encoding.hpp"
#include "api/answer/etag.hpp"
#include "api/answer/problem_json.hpp"
#include "api/routes.hpp"
#include "http/negotiate.hpp"
#include "http/router.hpp"
#include "http/target.hpp"

namespace api {
namespace {

using catalog::ProblemCode;
using http::Header;
using http::Method;

// Only taken off the connection.
constexpr std::size_t unused_body_bytes_max = 16 * 1024;

bool is_acceptable(const http::Request& request, Negotiation negotiation) noexcept {
  static constexpr std::array<std::string_view, 1> json{"application/json"};
  switch (negotiation) {
    case Negotiation::json:
      return http::choose_media_type(request.header(Header::accept), json).has_value();
    case Negotiation::fixed:
      return true;
  }
  return false;
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

// The GET route with this pattern.
RouteIndex route_of(std::string_view pattern) noexcept {
  std::size_t index = 0;
  while (index < routes().size() &&
         (routes()[index].method != Method::get || routes()[index].pattern != pattern)) {
    ++index;
  }
  return {index};
}

// The history names the key; an answer kept under an Idempotency-Key belongs to its sender alone.
void sign(store::Write& write, const catalog::AccessKey& key) {
  write.actor = key.name;
  if (write.idempotency) {
    // A line break is in no header: nobody can send another's.
    write.idempotency->key.insert(0, std::to_string(key.id) + '\n');
  }
}

}  // namespace

Dispatcher::Dispatcher(const Dependencies& dependencies, base::Executor& executor)
    : dependencies_(dependencies),
      access_(dependencies.access_state, dependencies.settings.clock),
      lag_(executor, dependencies.settings.clock, dependencies.access_state.rules.lag_max),
      session_(dependencies.store.open_session(executor)),
      router_(routes()),
      item_route_(route_of("/livros/{id}")),
      paged_{{{"/livros", route_of("/livros")},
              {"/sugestoes", route_of("/sugestoes")},
              {"/facetas", route_of("/facetas")}}},
      pages_(dependencies.settings.page_cache_bytes_max),
      request_log_(dependencies.metrics, dependencies.log, dependencies.settings.access_log) {}

Dispatcher::~Dispatcher() = default;

// If the environment breaks under a request (disk, memory), nothing of its answer has been sent
// yet. The client gets a plain 503, and the server goes on.
void Dispatcher::handle(http::Request& request, http::Reply& reply) {
  try {
    name_client(request);
    std::optional<AccessDecision> decision;
    if (!serve_cached(request, reply, decision)) {
      serve(request, reply, decision);
    }
  } catch (const std::exception& reason) {
    reply.send(unavailable(request, reason));
  }
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
  const AnswerContext context = context_of(exchange);
  const auto match = router_.find(request.method, request.path);
  const Access access = match.route == nullptr ? Access::by_method : match.route->access;
  if (const auto bound = access == Access::unchecked ? std::nullopt : overload_cause()) {
    request_log_.overloaded(*bound);
    exchange.lines = dependencies_.access_state.cors.lines_for(request);
    return to_response(context, catalog::problem::of(ProblemCode::overloaded));
  }
  if (!decision) {
    decision = access_.decide(request, access);
  }
  exchange.lines = std::move(decision->lines);
  if (decision->refusal) {
    return to_response(context, *decision->refusal);
  }
  return carry_out(match, exchange, *decision);
}

Plan Dispatcher::carry_out(const http::RouteMatch<Route>& match, Exchange& exchange,
                           const AccessDecision& decision) {
  const http::Request& request = *exchange.request;
  const AnswerContext context = context_of(exchange);
  switch (match.routed) {
    case http::Routed::found:
      break;
    case http::Routed::unknown_path:
      return to_response(context, catalog::problem::of(ProblemCode::unknown_path));
    case http::Routed::other_method:
      return other_method(context);
  }
  exchange.route = {static_cast<std::size_t>(match.route - routes().data())};
  if (!is_acceptable(request, match.route->negotiation)) {
    return to_response(context, catalog::problem::of(ProblemCode::not_acceptable));
  }
  auto& [first, second] = exchange.parameters;
  Plan plan = match.route->handler(Request{request, decoded(match.parameters[0], first),
                                           decoded(match.parameters[1], second), exchange.language,
                                           exchange.id, dependencies_.settings});
  if (auto* write = std::get_if<WritePlan>(&plan); write != nullptr && decision.key != nullptr) {
    sign(write->command, decision.key->key);
  }
  return plan;
}

// The path is known: OPTIONS says what it takes, anything else is refused with the same list.
http::Response Dispatcher::other_method(const AnswerContext& context) const {
  http::Response response;
  response.status = 204;
  if (context.http.method != Method::options) {
    const bool unknown = context.http.method == Method::unknown;
    response =
        to_response(context, catalog::problem::of(unknown ? ProblemCode::unknown_method
                                                          : ProblemCode::method_not_allowed));
  }
  const std::string allow = router_.allow(context.http.path);
  response.add("Allow", allow);
  if (dependencies_.access_state.cors.is_preflight(context.http)) {
    response.headers.append(dependencies_.access_state.cors.preflight_lines(allow));
  }
  return response;
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
  start_write(exchange, std::get<WritePlan>(std::move(plan)));
}

void Dispatcher::start_read(const ExchangePtr& exchange, ReadPlan plan) {
  exchange->keep = plan.keep;
  if (plan.keep == CachePolicy::page && answer_unchanged(*exchange)) {
    return;
  }
  if (plan.keep == CachePolicy::book) {
    exchange->book = std::get<store::GetBook>(plan.command).id;
    exchange->epoch = dependencies_.books.epoch(exchange->book);
  }
  session_->read(std::move(plan.command), [this, exchange, finish_read = std::move(plan.finish)](
                                              search::ReadOutcome outcome) {
    if (outcome) {
      exchange->as_of = outcome->as_of;
      exchange->behind = outcome->behind;
      exchange->keep = outcome->consistency == search::Consistency::one_snapshot
                           ? exchange->keep
                           : CachePolicy::nothing;
    }
    finish_with(*exchange, [&] { return finish_read(context_of(*exchange), std::move(outcome)); });
  });
}

void Dispatcher::start_write(const ExchangePtr& exchange, WritePlan plan) {
  session_->write(std::move(plan.command), [this, exchange, finish_write = std::move(plan.finish)](
                                               store::WriteOutcome outcome) {
    const bool replayed = outcome && outcome->origin == store::Written::Origin::replayed;
    if (outcome) {
      exchange->as_of = outcome->sequence;
    }
    finish_with(*exchange, [&] {
      http::Response response = finish_write(context_of(*exchange), std::move(outcome));
      if (replayed) {
        response.add("Idempotent-Replayed", "true");
      }
      return response;
    });
  });
}

// A list asked with the sequence that still stands: 304 without asking the store.
bool Dispatcher::answer_unchanged(Exchange& exchange) {
  const auto now = dependencies_.store.sequence();
  if (!now || !exchange.request->has(Header::if_none_match)) {
    return false;
  }
  auto unchanged = not_modified(*exchange.request, etag_of(*now));
  if (!unchanged) {
    return false;
  }
  exchange.as_of = now;
  finish(exchange, *std::move(unchanged));
  return true;
}

AnswerContext Dispatcher::context_of(const Exchange& exchange) {
  const http::Request& request = exchange.pending ? exchange.pending->request() : *exchange.request;
  return {request, exchange.language, exchange.id};
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

// The environment broke under a request (disk, memory): this one fails, the server goes on.
http::Response Dispatcher::broken(const Exchange& exchange, const std::exception& reason) {
  dependencies_.log.error("falha", {{"pedido", exchange.id}, {"motivo", reason.what()}});
  return to_response(context_of(exchange), catalog::problem::of(ProblemCode::storage_unavailable));
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
  const http::Coding coding = encode(request, response);
  response.headers.append(dependencies_.access_state.cors.common_lines());
  keep(exchange, {request, response, coding});
  if (request.method == Method::get && !has_room_for(exchange, response.body.size())) {
    request_log_.overloaded(OverloadCause::unsent);
    response = to_response(context_of(exchange), catalog::problem::of(ProblemCode::overloaded));
    response.headers.append(dependencies_.access_state.cors.common_lines());
  }
  response.headers.append(RequestIds::lines({exchange.id, exchange.as_of}, request));
  response.headers.append(exchange.lines);
  if (exchange.behind) {
    // Whole seconds, rounded up: never fresher than said.
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(*exchange.behind);
    response.add("X-Catalogo-Atraso", std::to_string(seconds.count()));
  }
  request_log_.enter(request, {exchange.route, response.status, response.body.size(), exchange.id});
}

bool Dispatcher::has_room_for(const Exchange& exchange, std::size_t body_bytes) {
  return exchange.pending ? exchange.pending->has_room_for(body_bytes)
                          : exchange.reply->has_room_for(body_bytes);
}

std::size_t Dispatcher::body_bytes_max(const http::Request& head) {
  if (!access_.may_send_body(head)) {
    return 0;
  }
  return AccessControl::is_write(head)
             ? dependencies_.settings.json_body_bytes_max
             : std::min(unused_body_bytes_max, dependencies_.settings.json_body_bytes_max);
}

}  // namespace api
