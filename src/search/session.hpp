// The searching session of one I/O thread: takes a snapshot that is new enough, or the newest one
// where the books will tell whether it was, finds ids in it, and lets the backend read the books.
// Used on its thread only.
#pragma once

#include <memory>

#include "search/follower.hpp"
#include "search/search.hpp"
#include "store/store.hpp"

namespace search {

class Session final : public store::Session {
 public:
  Session(store::Store& backend, Follower& follower, base::Executor& home);

  void read(store::Read command, store::ReadDone done) override;
  void write(store::Write command, store::WriteDone done) override;

 private:
  class Reads;
  std::shared_ptr<Reads> reads_;
};

}  // namespace search
