#include "api/dispatch.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <optional>

#include "api/book_answer.hpp"
#include "api/encoding.hpp"
#include "api/etag.hpp"
#include "api/problem_json.hpp"
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

bool is_acceptable(const http::Request& request, Offers offers) noexcept {
  static constexpr std::array<std::string_view, 1> json{"application/json"};
  switch (offers) {
    case Offers::json:
      return http::choose_media_type(request.header(Header::accept), json).has_value();
    case Offers::one_form:
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

// The history says who; and the answer kept under an Idempotency-Key is its sender's alone.
void sign(store::Write& write, const catalog::AccessKey& key) {
  write.actor = key.name;
  if (write.idempotency) {
    // A line break is in no header: nobody can send another's.
    write.idempotency->key.insert(0, std::to_string(key.id) + '\n');
  }
}

}  // namespace

Dispatcher::Dispatcher(const Parts& parts, base::Executor& home)
    : parts_(parts),
      gate_(parts.guard, parts.settings.clock),
      lag_(home, parts.settings.clock, parts.guard.rules.lag_max),
      session_(parts.store.open_session(home)),
      router_(routes()),
      item_route_(route_of("/livros/{id}")),
      paged_{{{"/livros", route_of("/livros")},
              {"/sugestoes", route_of("/sugestoes")},
              {"/facetas", route_of("/facetas")}}},
      pages_(parts.settings.page_cache_bytes_max),
      ledger_(parts.metrics, parts.log, parts.settings.access_log) {}

Dispatcher::~Dispatcher() = default;

// Whatever breaks under a request (disk, memory), nothing of its answer has been sent then: it is
// told so in the plainest way, and the server goes on.
void Dispatcher::handle(http::Request& request, http::Reply& reply) {
  try {
    name_client(request);
    std::optional<Visit> visit;
    if (!serve_prepared(request, reply, visit)) {
      serve(request, reply, visit);
    }
  } catch (const std::exception& reason) {
    reply.send(unavailable(request, reason));
  }
}

void Dispatcher::serve(http::Request& request, http::Reply& reply, std::optional<Visit>& visit) {
  const auto exchange = std::make_shared<Exchange>();
  exchange->request = &request;
  exchange->reply = &reply;
  exchange->id = stamps_.id_of(request);
  exchange->language = language_of(request);
  try {
    start(exchange, decide(request, *exchange, visit));
  } catch (const std::exception& reason) {
    finish(*exchange, broken(*exchange, reason));
  }
  if (!exchange->ready) {
    exchange->pending.emplace(reply.defer());
    exchange->in_flight.emplace(parts_.guard);
    return;
  }
  complete(*exchange, request, *exchange->ready);
  reply.send(*exchange->ready);
}

std::optional<Bound> Dispatcher::reached_bound() {
  if (parts_.guard.is_overloaded()) {
    return Bound::in_flight;
  }
  return lag_.is_too_long() ? std::optional(Bound::lag) : std::nullopt;
}

Plan Dispatcher::decide(const http::Request& request, Exchange& exchange,
                        std::optional<Visit>& visit) {
  const Answering context = answering(exchange);
  const auto match = router_.find(request.method, request.path);
  const Needs needs = match.route == nullptr ? Needs::by_method : match.route->needs;
  if (const auto bound = needs == Needs::unguarded ? std::nullopt : reached_bound()) {
    ledger_.overloaded(*bound);
    exchange.lines = parts_.guard.cors.lines_for(request);
    return to_response(context, catalog::problem::of(ProblemCode::overloaded));
  }
  if (!visit) {
    visit = gate_.judge(request, needs);
  }
  exchange.lines = std::move(visit->lines);
  if (visit->refusal) {
    return to_response(context, *visit->refusal);
  }
  return carry_out(match, exchange, *visit);
}

Plan Dispatcher::carry_out(const http::RouteMatch<Route>& match, Exchange& exchange,
                           const Visit& visit) {
  const http::Request& request = *exchange.request;
  const Answering context = answering(exchange);
  switch (match.routed) {
    case http::Routed::found:
      break;
    case http::Routed::unknown_path:
      return to_response(context, catalog::problem::of(ProblemCode::unknown_path));
    case http::Routed::other_method:
      return other_method(context);
  }
  exchange.route = {static_cast<std::size_t>(match.route - routes().data())};
  if (!is_acceptable(request, match.route->offers)) {
    return to_response(context, catalog::problem::of(ProblemCode::not_acceptable));
  }
  auto& [first, second] = exchange.parameters;
  Plan plan = match.route->handler(Request{request, decoded(match.parameters[0], first),
                                           decoded(match.parameters[1], second), exchange.language,
                                           exchange.id, parts_.settings});
  if (auto* write = std::get_if<WritePlan>(&plan); write != nullptr && visit.key != nullptr) {
    sign(write->command, visit.key->key);
  }
  return plan;
}

// The path is known: OPTIONS says what it takes, anything else is refused with the same list.
http::Response Dispatcher::other_method(const Answering& context) const {
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
  if (parts_.guard.cors.is_preflight(context.http)) {
    response.headers.append(parts_.guard.cors.preflight_lines(allow));
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
  if (plan.keep == Keep::page && answer_unchanged(*exchange)) {
    return;
  }
  if (plan.keep == Keep::book) {
    exchange->book = std::get<store::GetBook>(plan.command).id;
    exchange->epoch = parts_.books.epoch(exchange->book);
  }
  session_->read(std::move(plan.command), [this, exchange, finish_read = std::move(plan.finish)](
                                              search::ReadOutcome outcome) {
    if (outcome) {
      exchange->as_of = outcome->as_of;
      exchange->behind = outcome->behind;
      exchange->keep = outcome->consistency == search::Consistency::one_snapshot ? exchange->keep
                                                                                 : Keep::nothing;
    }
    finish_with(*exchange, [&] { return finish_read(answering(*exchange), std::move(outcome)); });
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
      http::Response response = finish_write(answering(*exchange), std::move(outcome));
      if (replayed) {
        response.add("Idempotent-Replayed", "true");
      }
      return response;
    });
  });
}

// A list asked with the sequence that still stands: 304 without asking the store.
bool Dispatcher::answer_unchanged(Exchange& exchange) {
  const auto now = parts_.store.sequence();
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

Answering Dispatcher::answering(const Exchange& exchange) {
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
  parts_.log.error("falha", {{"pedido", exchange.id}, {"motivo", reason.what()}});
  return to_response(answering(exchange), catalog::problem::of(ProblemCode::storage_unavailable));
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
  response.headers.append(parts_.guard.cors.common_lines());
  keep(exchange, {request, response, coding});
  if (request.method == Method::get && !has_room_for(exchange, response.body.size())) {
    ledger_.overloaded(Bound::unsent);
    response = to_response(answering(exchange), catalog::problem::of(ProblemCode::overloaded));
    response.headers.append(parts_.guard.cors.common_lines());
  }
  response.headers.append(Stamps::lines({exchange.id, exchange.as_of}, request));
  response.headers.append(exchange.lines);
  if (exchange.behind) {
    // Whole seconds, rounded up: never fresher than said.
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(*exchange.behind);
    response.add("X-Catalogo-Atraso", std::to_string(seconds.count()));
  }
  ledger_.enter(request, {exchange.route, response.status, response.body.size(), exchange.id});
}

bool Dispatcher::has_room_for(const Exchange& exchange, std::size_t body_bytes) {
  return exchange.pending ? exchange.pending->has_room_for(body_bytes)
                          : exchange.reply->has_room_for(body_bytes);
}

std::size_t Dispatcher::body_bytes_max(const http::Request& head) {
  if (!gate_.lets_in(head)) {
    return 0;
  }
  return Gate::is_write(head)
             ? parts_.settings.json_body_bytes_max
             : std::min(unused_body_bytes_max, parts_.settings.json_body_bytes_max);
}

}  // namespace api
