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

void refuse(store::GroupDone& done, ProblemCode code) { done(store::refused_group(code)); }

template <class Request>
void push(Writer& writer, Request&& request) {
  if (writer.has_failed()) {
    refuse(request.done, ProblemCode::storage_unavailable);
    return;
  }
  switch (writer.queue().push(request)) {
    case Admission::accepted:
      return;
    case Admission::full:
      refuse(request.done, ProblemCode::overloaded);
      return;
    case Admission::closed:
      refuse(request.done, ProblemCode::draining);
      return;
  }
}

}  // namespace

class Session::Reads {
 public:
  Reads(Writer& writer, const ConnectionOptions& options, base::Log& log)
      : log_(log), reader_(options, writer.commits()) {}

  store::ReadOutcome answer(const store::BookRead& command);
  std::optional<store::BookDocument> book_at_once(catalog::BookId id);
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

std::optional<store::BookDocument> Session::Reads::book_at_once(catalog::BookId id) {
  try {
    return reader_.book_at_once(id);
  } catch (const StorageError&) {
    return std::nullopt;  // read() meets the same, and tells of it
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

std::optional<store::BookDocument> Session::book_at_once(catalog::BookId id) {
  return reads_->book_at_once(id);
}

void Session::write(store::Write command, store::WriteDone done) {
  push(writer_, Job{std::move(command), std::move(done), replies_to_});
}

void Session::write_group(store::WriteGroup command, store::GroupDone done) {
  push(writer_, GroupJob{std::move(command), std::move(done), replies_to_});
}

}  // namespace sqlite
