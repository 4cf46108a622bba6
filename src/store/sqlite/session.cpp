#include "store/sqlite/session.hpp"

#include <sqlite3.h>

#include <utility>

namespace sqlite {
namespace {

using catalog::ProblemCode;

// A list asks the writer for the list index again when writes were committed in between; under any
// load it gets there at once, because the writer then feeds the index inside its commits.
constexpr int index_attempts_max = 20;

bool needs_index(const store::Read& command) {
  const auto* const list = std::get_if<store::ListBooks>(&command);
  return list != nullptr && Lister::needs_index(list->listing);
}

store::ReadOutcome failed(ProblemCode code) { return catalog::fail(catalog::problem::of(code)); }

void refuse(store::WriteDone& done, ProblemCode code) {
  done(base::Unexpected<store::Refused>{
      {catalog::problem::of(code), std::nullopt, std::nullopt, {}}});
}

}  // namespace

class Session::Reads : public std::enable_shared_from_this<Reads> {
 public:
  Reads(Writer& writer, const ConnectionOptions& options, std::shared_ptr<const Home> home,
        base::Log& log)
      : writer_(writer), home_(std::move(home)), log_(log), reader_(options, writer.commits()) {}

  void read(store::Read&& command, store::ReadDone&& done, int attempt);
  void let_go() noexcept { reader_.close_snapshot(); }

 private:
  store::ReadOutcome answer(const store::Read& command);
  void wait_for_index(store::Read&& command, store::ReadDone&& done, int attempt);
  void report(const StorageError& error);

  Writer& writer_;
  std::shared_ptr<const Home> home_;
  base::Log& log_;
  Reader reader_;
};

void Session::Reads::read(store::Read&& command, store::ReadDone&& done, int attempt) {
  if (needs_index(command)) {
    bool current = false;
    try {
      current = reader_.index_is_current();
    } catch (const StorageError& error) {
      report(error);
      done(failed(ProblemCode::storage_unavailable));
      return;
    }
    if (!current) {
      wait_for_index(std::move(command), std::move(done), attempt);
      return;
    }
  }
  done(answer(command));
}

store::ReadOutcome Session::Reads::answer(const store::Read& command) {
  try {
    return reader_.answer(command);
  } catch (const StorageError& error) {
    report(error);
    const bool costly = error.kind() == StorageError::Kind::interrupted;
    return failed(costly ? ProblemCode::overloaded : ProblemCode::storage_unavailable);
  }
}

void Session::Reads::wait_for_index(store::Read&& command, store::ReadDone&& done, int attempt) {
  if (attempt == index_attempts_max) {
    done(failed(ProblemCode::overloaded));
    return;
  }
  struct Waiting {
    store::Read command;
    store::ReadDone done;
  };
  auto waiting = std::make_shared<Waiting>(Waiting{std::move(command), std::move(done)});
  IndexWaiter waiter{
      [reads = weak_from_this(), waiting, attempt](CaughtUp caught_up) {
        const auto self = reads.lock();
        if (!self || caught_up != CaughtUp::yes) {
          const bool late = caught_up == CaughtUp::not_soon;
          waiting->done(failed(late ? ProblemCode::overloaded : ProblemCode::storage_unavailable));
          return;
        }
        self->read(std::move(waiting->command), std::move(waiting->done), attempt + 1);
      },
      home_};
  switch (writer_.queue().push(waiter)) {
    case Admission::accepted:
      return;
    case Admission::full:
      waiting->done(failed(ProblemCode::overloaded));
      return;
    case Admission::closed:
      waiting->done(failed(ProblemCode::draining));
      return;
  }
}

void Session::Reads::report(const StorageError& error) {
  log_.error("armazenamento", {{"operacao", std::string_view("leitura")},
                               {"codigo", std::int64_t{error.code()}},
                               {"motivo", std::string_view(error.what())}});
}

Session::Session(Writer& writer, const ConnectionOptions& reading, base::Executor& home,
                 base::Log& log)
    : writer_(writer),
      home_(std::make_shared<const Home>(Home{home})),
      reads_(std::make_shared<Reads>(writer, reading, home_, log)) {
  writer_.readers().add({home_, [reads = std::weak_ptr(reads_)] {
                           if (const auto alive = reads.lock()) {
                             alive->let_go();
                           }
                         }});
}

Session::~Session() { writer_.readers().remove(*home_); }

void Session::read(store::Read command, store::ReadDone done) {
  reads_->read(std::move(command), std::move(done), 0);
}

void Session::write(store::Write command, store::WriteDone done) {
  if (writer_.has_failed()) {
    refuse(done, ProblemCode::storage_unavailable);
    return;
  }
  Job job{std::move(command), std::move(done), home_};
  switch (writer_.queue().push(job)) {
    case Admission::accepted:
      return;
    case Admission::full:
      refuse(job.done, ProblemCode::overloaded);
      return;
    case Admission::closed:
      refuse(job.done, ProblemCode::draining);
      return;
  }
}

}  // namespace sqlite
