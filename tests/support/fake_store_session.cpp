// The sessions of FakeStore, and what they alone give.
#include <memory>
#include <utility>

#include "support/fake_store.hpp"

namespace support {

// Gives one book at a time, or at its end a failure that the test has arranged.
class FakeStore::FakeCursor final : public search::BookCursor {
 public:
  explicit FakeCursor(FakeStore& owner) : owner_(owner), all_(owner.part()) {}
  catalog::Sequence as_of() const noexcept override { return owner_.counters_.sequence; }
  void next(search::PartDone done) override {
    if (given_ == all_.books.size()) {
      if (owner_.read_refusal) {
        done(catalog::fail(*std::exchange(owner_.read_refusal, std::nullopt)));
      } else {
        done(search::BookPart{});
      }
      return;
    }
    done(search::BookPart{{all_.books[given_++]}, store::End::more});
  }

 private:
  FakeStore& owner_;
  search::BookPart all_;
  std::size_t given_ = 0;
};

class FakeSession final : public search::Session {
 public:
  FakeSession(FakeStore& owner, base::Executor& executor) : owner_(owner), executor_(executor) {}
  void read(search::Read command, search::ReadDone done) override {
    owner_.read(std::move(command), std::move(done), executor_);
  }
  std::optional<store::BookDocument> book_at_once(catalog::BookId id) override {
    return owner_.book_at_once(id);
  }
  void open_books(search::OpenBooks command, search::CursorDone done) override {
    owner_.opened.push_back(std::move(command));
    if (owner_.read_refusal) {
      done(catalog::fail(*std::exchange(owner_.read_refusal, std::nullopt)));
      return;
    }
    done(std::make_shared<FakeStore::FakeCursor>(owner_));
  }
  void write(store::Write command, store::WriteDone done) override {
    owner_.write(command, std::move(done), executor_);
  }
  void write_group(store::WriteGroup command, store::GroupDone done) override {
    owner_.write_group(command, std::move(done), executor_);
  }

 private:
  FakeStore& owner_;
  base::Executor& executor_;
};

std::unique_ptr<search::Session> FakeStore::open_session(base::Executor& executor) {
  return std::make_unique<FakeSession>(*this, executor);
}

std::optional<store::BookDocument> FakeStore::book_at_once(store::BookId id) {
  if (!gives_books_at_once) {
    return std::nullopt;
  }
  auto outcome = find(store::GetBook{id});
  if (!outcome) {
    return std::nullopt;
  }
  ++given_at_once;
  if (before_a_book_is_given) {
    std::exchange(before_a_book_is_given, nullptr)();
  }
  return std::get<store::BookDocument>(std::move(outcome->value));
}

}  // namespace support
