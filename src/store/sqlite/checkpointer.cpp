#include "store/sqlite/checkpointer.hpp"

#include <sqlite3.h>

namespace sqlite {
namespace {

constexpr int short_wait_ms = 20;
constexpr int long_wait_ms = 1000;
constexpr int usual_wait_ms = 5000;

// SQLITE_BUSY is an answer here: a reader still needs the log.
int checkpoint(Connection& connection, int mode, int wait_ms) {
  sqlite3_busy_timeout(connection.handle(), wait_ms);
  const int code = sqlite3_wal_checkpoint_v2(connection.handle(), nullptr, mode, nullptr, nullptr);
  sqlite3_busy_timeout(connection.handle(), usual_wait_ms);
  return code;
}

}  // namespace

Checkpointer::Checkpointer(Connection& connection, Readers& readers, std::size_t wal_pages_max)
    : connection_(connection),
      readers_(readers),
      wal_pages_max_(wal_pages_max),
      due_at_(wal_pages_max) {
  sqlite3_wal_hook(connection_.handle(), &Checkpointer::committed, this);
}

Checkpointer::~Checkpointer() { sqlite3_wal_hook(connection_.handle(), nullptr, nullptr); }

int Checkpointer::committed(void* self, sqlite3* /*handle*/, const char* /*database*/,
                            int wal_pages) noexcept {
  static_cast<Checkpointer*>(self)->wal_pages_ = static_cast<std::size_t>(wal_pages);
  return SQLITE_OK;
}

void Checkpointer::run() {
  // Restarting the log needs an instant without readers in it. Once everything is written back, new
  // snapshots no longer enter the log: readers are asked to leave before that and after it. A log
  // that grew all the same is worth a longer wait.
  const bool very_large = wal_pages_ >= 4 * wal_pages_max_;
  // Should it fail, it is not tried again at every commit.
  due_at_ = wal_pages_ + wal_pages_max_ / 4;
  readers_.ask_to_let_go();
  int code = checkpoint(connection_, SQLITE_CHECKPOINT_PASSIVE, 0);
  if (code == SQLITE_OK) {
    readers_.ask_to_let_go();
    code =
        checkpoint(connection_, very_large ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_RESTART,
                   very_large ? long_wait_ms : short_wait_ms);
  }
  if (code == SQLITE_OK) {
    wal_pages_ = 0;
    due_at_ = wal_pages_max_;
    return;
  }
  if ((code & 0xFF) != SQLITE_BUSY) {
    throw_storage_error(connection_.handle(), "checkpoint");
  }
}

}  // namespace sqlite
