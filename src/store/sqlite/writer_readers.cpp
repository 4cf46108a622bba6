#include "store/sqlite/writer_readers.hpp"

#include <utility>

namespace sqlite {

void Readers::add(Entry entry) {
  const std::lock_guard lock(mutex_);
  entries_.push_back(std::move(entry));
}

void Readers::remove(const store::ReplyExecutor& session) {
  const std::lock_guard lock(mutex_);
  std::erase_if(entries_, [&](const Entry& entry) { return entry.session.get() == &session; });
}

void Readers::ask_to_let_go() {
  const std::lock_guard lock(mutex_);
  for (const Entry& entry : entries_) {
    entry.session->post(entry.let_go);
  }
}

}  // namespace sqlite
