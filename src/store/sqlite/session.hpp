// One I/O thread's way into the SQLite store: reads on a connection of its own, writes by the
// queue. Used on that thread only, like every Session.
#pragma once

#include <memory>

#include "base/log.hpp"
#include "store/sqlite/reader.hpp"
#include "store/sqlite/write_queue.hpp"
#include "store/sqlite/writer.hpp"
#include "store/store.hpp"

namespace sqlite {

class Session final : public store::Session {
 public:
  Session(Writer& writer, const ConnectionOptions& reading, base::Executor& executor,
          base::Log& log);
  ~Session() override;

  void read(store::BookRead command, store::ReadDone done) override;
  std::optional<store::BookDocument> book_at_once(catalog::BookId id) override;
  void write(store::Write command, store::WriteDone done) override;
  void write_group(store::WriteGroup command, store::GroupDone done) override;

 private:
  class Reads;

  Writer& writer_;
  store::ReplyExecutorPtr replies_to_;
  // Shared with tasks that were posted and may run when the session is gone.
  std::shared_ptr<Reads> reads_;
};

}  // namespace sqlite
