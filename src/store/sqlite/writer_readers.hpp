// The sessions' readers as the writer sees them: each may hold a snapshot for as long as nothing is
// committed, and lets go of it on its own thread when asked. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "store/sqlite/write_queue.hpp"

namespace sqlite {

class Readers {
 public:
  struct Entry {
    store::ReplyExecutorPtr session;
    std::function<void()> let_go;  // runs on the session's thread
  };
  void add(Entry entry);
  // After this nothing more is posted to that session from here.
  void remove(const store::ReplyExecutor& session);
  // Posts let_go to every session, and does not wait.
  void ask_to_let_go();

 private:
  std::mutex mutex_;
  std::vector<Entry> entries_;
};

}  // namespace sqlite
