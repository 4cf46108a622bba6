#include "store/sqlite/session.hpp"

#include <sqlite3.h>

#include <utility>

namespace sqlite {
namespace {

using catalog::ProblemCode;

store::ReadOutcome failed(ProblemCode code) { return catalog::fail(catalog::problem::of(code)); }

void refuse(store::WriteDone& done, ProblemCode code) {
  done(base::Unexpected<store::Refused>{store::Refused::because(catalog::problem::of(code))});
}

}  // namespace

class Session::Reads {
 public:
  Reads(Writer& writer, const ConnectionOptions& options, base::Log& log)
      : log_(log), reader_(options, writer.commits()) {}

  store::ReadOutcome answer(const store::BookRead& command);
  void let_go() noexcept { reader_.close_snapshot(); }

 private:
  void report(const StorageError& error);

  base::Log& log_;
  Reader reader_;
};

store::ReadOutcome Session::Reads::answer(const store::BookRead& command) {
  try {
    return reader_.answer(command);
  } catch (const StorageError& error) {
    report(error);
    return failed(ProblemCode::storage_unavailable);
  }
}

void Session::Reads::report(const StorageError& error) {
  log_.error("armazenamento", {{"operacao", std::string_view("leitura")},
                               {"codigo", std::int64_t{error.code()}},
                               {"motivo", std::string_view(error.what())}});
}

Session::Session(Writer& writer, const ConnectionOptions& reading, base::Executor& executor,
                 base::Log& log)
    : writer_(writer),
      replies_to_(std::make_shared<const store::ReplyExecutor>(store::ReplyExecutor{executor})),
      reads_(std::make_shared<Reads>(writer, reading, log)) {
  writer_.readers().add({replies_to_, [reads = std::weak_ptr(reads_)] {
                           if (const auto alive = reads.lock()) {
                             alive->let_go();
                           }
                         }});
}

Session::~Session() { writer_.readers().remove(*replies_to_); }

void Session::read(store::BookRead command, store::ReadDone done) { done(reads_->answer(command)); }

void Session::write(store::Write command, store::WriteDone done) {
  if (writer_.has_failed()) {
    refuse(done, ProblemCode::storage_unavailable);
    return;
  }
  Job job{std::move(command), std::move(done), replies_to_};
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
