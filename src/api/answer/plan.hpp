// The decision of a handler: an answer, or a command for the store and how to turn its outcome into
// an answer. A handler never blocks, locks, awaits or knows a thread (its decisions are data).
// `finish` runs on the same I/O thread, maybe much later: it must own what it captures, because the
// views of api::Request are gone by then; what it needs of the request comes in AnswerContext.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <variant>

#include "api/answer/settings.hpp"
#include "catalog/access_key.hpp"
#include "catalog/problem.hpp"
#include "formats/format_names.hpp"
#include "http/message.hpp"
#include "imports/imports.hpp"
#include "search/store.hpp"

namespace api {

// At most two path parameters exist in the route table ("/livros/{id}/versoes/{n}"); they come
// decoded.
struct Request {
  const http::Request& http;
  std::string_view first_parameter;
  std::string_view second_parameter;
  catalog::Language language;
  std::string_view id;  // X-Request-Id, also of the log line
  const Settings& settings;
  const catalog::AccessKey* sender = nullptr;  // whose good key came along
};

// The part of the request that is left when the outcome arrives.
struct AnswerContext {
  const http::Request& http;
  catalog::Language language;
  std::string_view id;
};

// What the bytes of a page for people depend on besides its address and the sequence number: its
// reader's language, theme and session (api/pages/view.hpp). no_page: an answer of the API.
using PageVariant = std::uint8_t;
inline constexpr PageVariant no_page = 0;

// The cache, if any, where the dispatcher may keep the response for the next request.
// tag: nothing is kept, but a tag of the catalogue's sequence is answered without a read, as it is
// for a page.
enum class CachePolicy : std::uint8_t { nothing, tag, page, book };

using FinishRead = std::function<http::Response(const AnswerContext&, search::ReadOutcome)>;
using FinishOpen = std::function<http::Response(
    const AnswerContext&, catalog::Result<std::shared_ptr<search::BookCursor>>)>;
using FinishGroup = std::function<http::Response(const AnswerContext&, store::GroupOutcome)>;
using FinishWrite = std::function<http::Response(const AnswerContext&, store::WriteOutcome)>;

struct ReadPlan {
  search::Read command;
  FinishRead finish;
  CachePolicy cache_policy = CachePolicy::nothing;
  formats::Format format = formats::Format::json;  // of the answer; marks its tag
};
struct WritePlan {
  store::Write command;
  FinishWrite finish;
};

struct GroupPlan {
  store::WriteGroup command;
  FinishGroup finish;
};

// A question to imports::Imports.
struct ImportPlan {
  imports::Command command;
  std::function<http::Response(const AnswerContext&, imports::Outcome)> finish;
};

// The books of a selection, for an answer that is made while it is sent.
struct OpenPlan {
  search::OpenBooks command;
  FinishOpen finish;
};

// The live stream of changes behind this one; without one, of those from now on.
struct EventsPlan {
  std::optional<catalog::Sequence> after;
};
inline constexpr std::string_view events_type = "text/event-stream";

struct ChainPlan;
using Plan = std::variant<http::Response, ReadPlan, WritePlan, GroupPlan, OpenPlan, EventsPlan,
                          ChainPlan, ImportPlan>;

// A read whose outcome leads to another plan, which reads again or answers: pages show more than
// one thing. What is kept of the last answer is as old as the oldest read.
struct ChainPlan {
  search::Read command;
  std::function<Plan(const AnswerContext&, search::ReadOutcome)> then;
  CachePolicy cache_policy = CachePolicy::nothing;
  PageVariant variant = no_page;
};
using Handler = Plan (*)(const Request&);
using HeadCheck = catalog::Result<base::Done> (*)(const Request&);

}  // namespace api
