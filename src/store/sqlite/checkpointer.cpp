#include "store/sqlite/checkpointer.hpp"

#include <sqlite3.h>

#include <thread>

namespace sqlite {
namespace {

// A write may have to wait for so long; a log that has grown all the same is worth more.
constexpr std::chrono::milliseconds short_patience{20};
constexpr std::chrono::milliseconds long_patience{1000};

struct Written {
  int code;  // SQLITE_BUSY: a reader still needs the log
  bool whole;
};

Written write_back(Connection& connection, int mode, std::chrono::milliseconds wait) {
  int pages = 0;
  int written = 0;
  sqlite3_busy_timeout(connection.handle(), static_cast<int>(wait.count()));
  const int code = sqlite3_wal_checkpoint_v2(connection.handle(), nullptr, mode, &pages, &written);
  sqlite3_busy_timeout(connection.handle(), static_cast<int>(busy_wait.count()));
  if (code != SQLITE_OK && (code & 0xFF) != SQLITE_BUSY) {
    throw_storage_error(connection.handle(), "checkpoint");
  }
  return {code, code == SQLITE_OK && written == pages};
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

// Every page that readers of older snapshots allow. They are asked to let go, and look at what was
// posted to them between two reads.
bool Checkpointer::write_all_back(std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  readers_.ask_to_let_go();
  while (!write_back(connection_, SQLITE_CHECKPOINT_PASSIVE, {}).whole) {
    if (std::chrono::steady_clock::now() >= deadline) {
      return false;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    readers_.ask_to_let_go();
  }
  return true;
}

void Checkpointer::run() {
  const bool very_large = wal_pages_ >= 4 * wal_pages_max_;
  const std::chrono::milliseconds patience = very_large ? long_patience : short_patience;
  // Should it fail, it is not tried again at every commit.
  due_at_ = wal_pages_ + wal_pages_max_ / 4;
  if (!write_all_back(patience)) {
    return;
  }
  // Restarting needs an instant without readers in the log. Now that all of it is written back, new
  // snapshots keep out of it, so it is enough that those who are in it leave once.
  readers_.ask_to_let_go();
  const int mode = very_large ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_RESTART;
  if (write_back(connection_, mode, patience).code == SQLITE_OK) {
    wal_pages_ = 0;
    due_at_ = wal_pages_max_;
  }
}

}  // namespace sqlite
