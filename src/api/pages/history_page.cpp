#include "web/history_page.hpp"

#include <algorithm>
#include <array>

#include "api/answer/book_answer.hpp"
#include "api/answer/query.hpp"
#include "api/pages/page_answer.hpp"
#include "api/pages/page_handlers.hpp"
#include "api/pages/problem_page.hpp"
#include "formats/book_document.hpp"

namespace api {
namespace {

// A page of versions; one more is read, to show what the oldest of them changed.
constexpr std::int64_t versions_of_a_page = 50;
constexpr std::string_view until_name = "ate";
constexpr std::array history_parameters{until_name};

struct History {
  catalog::BookId id;
  web::View view;
  catalog::Version until;                  // the newest version shown
  std::optional<catalog::Version> wanted;  // by the address: further pages
  catalog::Version live;                   // 0: the book is deleted
};

web::VersionKind kind_of(store::Change change) noexcept {
  switch (change) {
    case store::Change::created:
      return web::VersionKind::created;
    case store::Change::changed:
      return web::VersionKind::changed;
    case store::Change::deleted:
      return web::VersionKind::deleted;
    case store::Change::restored:
      return web::VersionKind::restored;
  }
  return web::VersionKind::changed;
}

web::ShownVersion shown_version(const store::VersionEntry& entry) {
  web::ShownVersion shown{entry.version, kind_of(entry.change), entry.at, entry.actor, {}};
  if (entry.book) {
    shown.book = formats::read_document(entry.book->json);
  }
  return shown;
}

http::Response history_answer(const AnswerContext& context, const History& asked,
                              const search::ReadAnswer& answer) {
  web::HistoryPage page;
  page.id = asked.id;
  page.live = asked.live;
  for (const store::VersionEntry& entry : std::get<store::History>(answer.value).entries) {
    if (entry.version <= asked.until) {
      page.versions.push_back(shown_version(entry));
    }
  }
  std::ranges::reverse(page.versions);
  if (page.versions.size() > versions_of_a_page) {
    page.before = std::move(page.versions.back());
    page.versions.pop_back();
    page.older_until = page.before->version;
  }
  return page_answer(context.http, {web::history_document(asked.view, page), variant_of(asked.view),
                                    moment_of(answer)});
}

// The versions up to `until`, as many as a page shows and the one before them.
ChainPlan versions_plan(const History& asked) {
  const std::int64_t after = std::max<std::int64_t>(0, asked.until.value - versions_of_a_page - 1);
  return {store::ListVersions{asked.id, {after}, versions_of_a_page + 1},
          [asked](const AnswerContext& context, search::ReadOutcome outcome) -> Plan {
            return outcome ? history_answer(context, asked, *outcome)
                           : problem_page(context, asked.view, outcome.error());
          }};
}

// A deleted book tells its last version only by its history: it is read to the end.
ChainPlan versions_of_deleted(History asked) {
  return {store::ListVersions{asked.id, asked.until, store::versions_limit_max},
          [asked](const AnswerContext& context, search::ReadOutcome outcome) mutable -> Plan {
            if (!outcome) {
              return problem_page(context, asked.view, outcome.error());
            }
            const auto& history = std::get<store::History>(outcome->value);
            if (!history.entries.empty()) {
              asked.until = history.entries.back().version;
            }
            return history.end == store::End::more ? versions_of_deleted(std::move(asked))
                                                   : versions_plan(asked);
          }};
}

Plan versions_of(History asked, const AnswerContext& context, const search::ReadOutcome& book) {
  if (book) {
    asked.live = std::get<store::BookDocument>(book->value).version;
  } else if (book.error().code != catalog::ProblemCode::book_deleted) {
    return problem_page(context, asked.view, book.error());
  }
  if (asked.wanted || book) {
    asked.until = asked.wanted.value_or(asked.live);
    return versions_plan(asked);
  }
  return versions_of_deleted(std::move(asked));
}

}  // namespace

Plan history_page(const Request& request) {
  const web::View view = view_of(request.http, visitor_of(request));
  const auto query = Query::read(view.query, history_parameters);
  const auto id = book_id_in(request.first_parameter);
  if (!query || !id) {
    return problem_page(context_of(request), view, query ? id.error() : query.error());
  }
  History asked{*id, view, {}, {}, {}};
  if (const auto until = query->value(until_name)) {
    const auto version = ordinal_in(*until);
    if (!version) {
      return problem_page(context_of(request), view,
                          catalog::problem::bad_parameter(until_name, "1…", *until));
    }
    asked.wanted = catalog::Version{*version};
  }
  return ChainPlan{
      store::GetBook{*id},
      [asked](const AnswerContext& context, const search::ReadOutcome& outcome) -> Plan {
        return versions_of(asked, context, outcome);
      }};
}

}  // namespace api
