// The session of one I/O thread. It takes a snapshot, finds ids in the snapshot, and lets the
// backend read the books. The snapshot is new enough, or it is the newest one and the books read
// prove afterwards that it was new enough. Used on its thread only.
#pragma once

#include <memory>

#include "search/follow/index_follower.hpp"
#include "search/store.hpp"

namespace search {

class IndexedSession final : public Session {
 public:
  IndexedSession(store::Store& backend, IndexFollower& follower, base::Executor& executor);

  void read(Read command, ReadDone done) override;
  std::optional<store::BookDocument> book_at_once(catalog::BookId id) override;
  void open_books(OpenBooks command, CursorDone done) override;
  void write(store::Write command, store::WriteDone done) override;
  void write_group(store::WriteGroup command, store::GroupDone done) override;

 private:
  class Reads;
  std::shared_ptr<Reads> reads_;
};

}  // namespace search
