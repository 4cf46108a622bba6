// The whole API of one I/O thread over a fake store, a fake clock and a fake event loop: what is
// sent here goes through api::Dispatcher::handle like a request from a socket. One thread.
#pragma once

#include <memory>
#include <string>

#include "api/dispatch.hpp"
#include "support/answer.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_executor.hpp"
#include "support/fake_reply.hpp"
#include "support/fake_store.hpp"

namespace support {

struct ApiOptions {
  std::size_t book_cache_bytes = 1024 * 1024;
  std::size_t page_cache_bytes = 1024 * 1024;
  api::AccessLog access_log = api::AccessLog::off;
  api::AccessRules access = {};
};

class Api {
 public:
  explicit Api(const ApiOptions& options = {});

  // Sends and expects the answer inside the call. Bodies are application/json (of PATCH,
  // merge-patch+json) unless `fields` say otherwise.
  Answer get(std::string target, Fields fields = {});
  Answer head(std::string target, Fields fields = {});
  Answer post(std::string target, std::string body, Fields fields = {});
  Answer put(std::string target, std::string body, Fields fields = {});
  Answer patch(std::string target, std::string body, Fields fields = {});
  Answer remove(std::string target, Fields fields = {});
  Answer send(Sent sent);
  // Sends only; the answer may come later.
  std::shared_ptr<FakeReply> start(Sent sent);
  // Lets the store give its oldest waiting answer.
  void answer_next();

  bool is_crowded = false;  // slow readers leave no room for large answers
  bool is_stuck = false;    // the loop does not come round between one request and the next

  FakeClock clock;
  base::Metrics metrics;
  base::Log log;
  api::AccessState access_state;  // before the store, whose waiting answers count in it
  FakeStore store{clock};
  api::Settings settings;
  api::BookCache books;
  FakeExecutor executor;
  std::unique_ptr<api::Dispatcher> dispatcher;
};

// A book with a title and an author, which is all that a book needs.
catalog::BookFields named(std::string title, std::string author = "Machado de Assis");

}  // namespace support
