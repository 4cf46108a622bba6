#include "support/api.hpp"

#include <algorithm>
#include <utility>

namespace support {

using http::Header;

namespace {

const catalog::IsbnRanges& isbn_ranges() {
  static const catalog::IsbnRanges ranges =
      *catalog::IsbnRanges::parse(catalog::default_isbn_ranges());
  return ranges;
}

}  // namespace

Api::Api(const ApiOptions& options)
    : access_state(options.access),
      settings{.clock = clock,
               .metrics = metrics,
               .store = store,
               .isbn_ranges = isbn_ranges(),
               .if_match = api::IfMatch::optional,
               .keys = api::keys_of(options.access),
               .access_log = options.access_log,
               .json_body_bytes_max = 1024 * 1024,
               .page_cache_bytes_max = options.page_cache_bytes,
               .draining = false},
      books(options.book_cache_bytes) {
  store.listen(books);
  dispatcher = std::make_unique<api::Dispatcher>(
      api::Dispatcher::Dependencies{store, books, settings, metrics, log, access_state}, executor);
}

std::shared_ptr<FakeReply> Api::start(Sent sent) {
  if (!is_stuck) {
    executor.run();
  }
  const bool typed = std::any_of(sent.fields.begin(), sent.fields.end(), [](const auto& field) {
    return field.first == Header::content_type;
  });
  if (!typed && !sent.body.empty()) {
    const bool merges = sent.method == "PATCH";
    sent.fields.emplace_back(Header::content_type,
                             merges ? "application/merge-patch+json" : "application/json");
  }
  auto reply = std::make_shared<FakeReply>(std::move(sent));
  if (is_crowded) {
    reply->crowd();
  }
  dispatcher->handle(reply->asked(), *reply);
  return reply;
}

Answer Api::send(Sent sent) { return start(std::move(sent))->answer(); }

Answer Api::get(std::string target, Fields fields) {
  return send({"GET", std::move(target), std::move(fields), {}});
}

Answer Api::head(std::string target, Fields fields) {
  return send({"HEAD", std::move(target), std::move(fields), {}});
}

Answer Api::post(std::string target, std::string body, Fields fields) {
  return send({"POST", std::move(target), std::move(fields), std::move(body)});
}

Answer Api::put(std::string target, std::string body, Fields fields) {
  return send({"PUT", std::move(target), std::move(fields), std::move(body)});
}

Answer Api::patch(std::string target, std::string body, Fields fields) {
  return send({"PATCH", std::move(target), std::move(fields), std::move(body)});
}

Answer Api::remove(std::string target, Fields fields) {
  return send({"DELETE", std::move(target), std::move(fields), {}});
}

void Api::answer_next() {
  store.answer_next();
  executor.run();
}

catalog::BookFields named(std::string title, std::string author) {
  catalog::BookFields fields;
  fields.title = std::move(title);
  fields.author = std::move(author);
  return fields;
}

}  // namespace support
