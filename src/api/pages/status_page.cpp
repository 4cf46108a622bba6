#include "web/status_page.hpp"

#include <array>

#include "api/answer/query.hpp"
#include "api/pages/page_answer.hpp"
#include "api/pages/page_handlers.hpp"
#include "api/pages/problem_page.hpp"
#include "base/version.hpp"

namespace api {
namespace {

constexpr std::string_view fragment_name = "fragmento";
constexpr std::array status_parameters{fragment_name};

web::Condition condition_of(const Settings& settings) {
  if (settings.draining.load(std::memory_order_relaxed)) {
    return web::Condition::ending;
  }
  switch (settings.store.health()) {
    case search::Health::ready:
      return web::Condition::up;
    case search::Health::preparing:
      return web::Condition::preparing;
    case search::Health::read_only:
    case search::Health::unavailable:
      return web::Condition::broken;
  }
  return web::Condition::broken;
}

web::StatusPage status_of(const Request& request) {
  const Settings& settings = request.settings;
  web::StatusPage page;
  page.condition = condition_of(settings);
  page.writes_waiting = settings.metrics.gauge_value("livros_write_queue").value_or(0);
  page.version = base::version();
  page.now = settings.clock.now();
  const bool administers =
      request.sender != nullptr && request.sender->scope == catalog::Scope::administer;
  if (administers && settings.known_keys) {
    page.keys = settings.known_keys();
  }
  return page;
}

struct Wanted {
  web::View view;
  web::StatusPage page;
  bool is_fragment = false;
};

http::Response status_answer(const http::Request& request, const Settings& settings, Wanted wanted,
                             catalog::Sequence newest) {
  web::StatusPage& page = wanted.page;
  page.sequence = newest.value;
  if (const auto indexed = settings.metrics.gauge_value("livros_search_index_sequence")) {
    page.index_behind = std::max<std::int64_t>(0, newest.value - *indexed);
  }
  return private_page(request, wanted.is_fragment ? web::status_fragment(wanted.view, page)
                                                  : web::status_document(wanted.view, page));
}

}  // namespace

Plan status_page(const Request& request) {
  Wanted wanted{view_of(request.http, visitor_of(request)), status_of(request)};
  const auto query = Query::read(wanted.view.query, status_parameters);
  if (!query) {
    return problem_page(context_of(request), wanted.view, query.error());
  }
  wanted.is_fragment = query->value(fragment_name) == "1";
  const Settings& settings = request.settings;
  if (const auto newest = settings.store.sequence()) {
    return status_answer(request.http, settings, std::move(wanted), *newest);
  }
  return ChainPlan{store::ListChanges{{}, 1},
                   [wanted, &settings](const AnswerContext& context,
                                       search::ReadOutcome outcome) mutable -> Plan {
                     if (!outcome) {
                       wanted.page.condition = web::Condition::broken;
                     }
                     const auto newest = outcome ? outcome->as_of : catalog::Sequence{0};
                     return status_answer(context.http, settings, std::move(wanted), newest);
                   }};
}

Plan shortcuts_page(const Request& request) {
  const web::View view = view_of(request.http, visitor_of(request));
  if (const auto query = Query::read(view.query, {}); !query) {
    return problem_page(context_of(request), view, query.error());
  }
  return private_page(request.http, web::shortcuts_document(view));
}

}  // namespace api
