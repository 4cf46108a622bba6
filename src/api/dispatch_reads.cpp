#include <algorithm>
#include <exception>
#include <type_traits>
#include <variant>

#include "api/answer/book_answer.hpp"
#include "api/answer/etag.hpp"
#include "api/dispatch.hpp"
#include "api/pages/page_answer.hpp"
#include "api/seen_state.hpp"

namespace api {

// A book that is not cached, of a store that reads it within the call: the answer that the long way
// would give, for a third of its instructions. False: nothing was answered.
bool Dispatcher::answer_at_once(const http::Request& request, http::Reply& reply,
                                const AnswerCache::Place& place, std::string_view lines) {
  if (overload_cause()) {
    return false;
  }
  const BookCache::Epoch before = cache_.before(place);
  const auto found = session_->book_at_once(place.book);
  if (!found) {
    return false;
  }
  std::string bytes =
      AnswerCache::bytes_of_book(*found, dependencies_.access_state.cors.common_lines());
  if (!AnswerCache::may_be_sent(bytes, request)) {
    return false;
  }
  const RequestIds::Ready ids = request_ids_.next(place.now);
  reply.send_cached({ids.lines, lines, bytes});
  request_log_.cache_miss();
  request_log_.enter(request, {place.route, 200, found->json.size(), ids.id});
  cache_.fill(place, std::move(bytes), before);
  return true;
}

void Dispatcher::start_read(const ExchangePtr& exchange, ReadPlan plan) {
  const bool has_tag =
      plan.cache_policy == CachePolicy::page || plan.cache_policy == CachePolicy::tag;
  if (has_tag && answer_unchanged(*exchange, {no_page, plan.format})) {
    return;
  }
  exchange->ticket = cache_.before(plan);
  share(*exchange, plan.command);
  session_->read(std::move(plan.command), [this, exchange, finish_read = std::move(plan.finish)](
                                              search::ReadOutcome outcome) {
    if (outcome) {
      note_read(*exchange, *outcome);
      if (const auto* const page = std::get_if<search::Page>(&outcome->value)) {
        exchange->ticket.depends_on = page->depends_on;
      }
    }
    finish_with(*exchange, [&] { return finish_read(context_of(*exchange), std::move(outcome)); });
  });
}

void Dispatcher::start_open(const ExchangePtr& exchange, OpenPlan plan) {
  session_->open_books(
      std::move(plan.command), [this, exchange, finish_open = std::move(plan.finish)](
                                   catalog::Result<std::shared_ptr<search::BookCursor>> opened) {
        if (opened) {
          exchange->as_of = (*opened)->as_of();
        }
        finish_with(*exchange,
                    [&] { return finish_open(context_of(*exchange), std::move(opened)); });
      });
}

// The first of a chain says how the answer is kept.
void Dispatcher::start_chain(const ExchangePtr& exchange, ChainPlan plan) {
  if (!exchange->as_of) {
    if (plan.cache_policy == CachePolicy::page && answer_unchanged(*exchange, {plan.variant})) {
      return;
    }
    exchange->ticket = AnswerCache::before(plan);
  }
  share(*exchange, plan.command);
  session_->read(std::move(plan.command),
                 [this, exchange, then = std::move(plan.then)](search::ReadOutcome outcome) {
                   if (outcome) {
                     note_read(*exchange, *outcome);
                   }
                   try {
                     start(exchange, then(context_of(*exchange), std::move(outcome)));
                   } catch (const std::exception& reason) {
                     finish(*exchange, broken(*exchange, reason));
                   }
                 });
}

// Lets a standby answer, unless the sender may have written something elsewhere that only the
// primary is sure to know.
void Dispatcher::share(const Exchange& exchange, search::Read& command) const {
  if (dependencies_.settings.reads != Reads::shared ||
      routes()[exchange.route.value].reads != Reads::shared) {
    return;
  }
  const http::Request& request = context_of(exchange).http;
  const auto named = named_state(request);
  if (!named && exchange.may_write) {
    return;
  }
  std::uint64_t least = std::max(named.value_or(0), request.note);
  if (exchange.as_of) {
    least = std::max(least, static_cast<std::uint64_t>(exchange.as_of->value));
  }
  std::visit(
      [least]<class Command>(Command& one) {
        if constexpr (requires { one.at_least; }) {
          one.at_least = catalog::Sequence{static_cast<std::int64_t>(least)};
        }
        if constexpr (std::is_same_v<Command, store::ListChanges>) {
          one.at_least = std::max(*one.at_least, one.after);
        }
      },
      command);
}

// What a client has seen on this connection, or written in this browser, it sees again.
void Dispatcher::remember_state(const Exchange& exchange, const http::Request& request,
                                http::Response& response) const {
  if (dependencies_.settings.reads != Reads::shared || !exchange.as_of) {
    return;
  }
  const auto state = static_cast<std::uint64_t>(exchange.as_of->value);
  response.note = std::max(request.note, state);
  if (AccessControl::is_write(request) && is_of_browser(request)) {
    response.headers.append(seen_state_line(state));
  }
}

void Dispatcher::note_read(Exchange& exchange, const search::ReadAnswer& answer) {
  if (answer.consistency != search::Consistency::one_snapshot ||
      (exchange.as_of && *exchange.as_of != answer.as_of)) {
    exchange.ticket.policy = CachePolicy::nothing;
  }
  exchange.as_of = exchange.as_of ? std::min(*exchange.as_of, answer.as_of) : answer.as_of;
  exchange.behind = std::max(exchange.behind, answer.behind);
}

// A list or page asked with the sequence that still stands: 304 without asking the store. "*" wants
// to know whether there is a page at all.
bool Dispatcher::answer_unchanged(Exchange& exchange, Kind kind) {
  const auto now = dependencies_.store.sequence();
  const std::string_view known = exchange.request->header(http::Header::if_none_match);
  if (!now || known.empty() || known == "*") {
    return false;
  }
  const http::Request& request = *exchange.request;
  auto unchanged = kind.variant == no_page
                       ? not_modified(request, etag_of(*now, tag_name(kind.format)), kind.format)
                       : page_not_modified(request, page_etag(*now, kind.variant));
  if (!unchanged) {
    return false;
  }
  exchange.as_of = now;
  finish(exchange, *std::move(unchanged));
  return true;
}

}  // namespace api
