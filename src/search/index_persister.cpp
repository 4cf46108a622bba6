#include "search/index_persister.hpp"

#include <boost/asio/post.hpp>
#include <exception>
#include <utility>

namespace search {
namespace {

using std::chrono::steady_clock;

// A database that could not keep the index is not asked again at once.
constexpr std::chrono::minutes pause_after_failure{1};

}  // namespace

IndexPersister::IndexPersister(std::unique_ptr<store::IndexShelf> shelf, base::Executor& home,
                               base::Log& log)
    : shelf_(std::move(shelf)), home_(home), log_(log) {}
IndexPersister::~IndexPersister() { stop(); }

std::optional<store::IndexShelf::Kept> IndexPersister::load() {
  try {
    return shelf_->load();
  } catch (const std::exception& error) {
    log_.warning("indice-nao-lido", {{"motivo", std::string_view(error.what())}});
    return std::nullopt;
  }
}

bool IndexPersister::is_free() const { return !is_at_work_ && steady_clock::now() >= not_before_; }

void IndexPersister::ask(std::function<void(std::optional<store::ShelfMark>)> then) {
  begin([this, then = std::move(then)] { return [mark = shelf_->mark(), then] { then(mark); }; });
}

void IndexPersister::save(const store::ShelfMark& mark, std::string bytes,
                          std::function<void()> then) {
  const auto shared = std::make_shared<const std::string>(std::move(bytes));
  begin([this, mark, shared, then = std::move(then)] {
    shelf_->save(mark, *shared);
    return then;
  });
}

void IndexPersister::stop() {
  thread_.stop();
  thread_.join();
}

// The task is done on the other thread; what it returns, at home.
void IndexPersister::begin(std::function<std::function<void()>()> task) {
  is_at_work_ = true;
  boost::asio::post(thread_, [this, task = std::move(task)]() mutable {
    std::function<void()> then;
    std::string problem;
    try {
      then = task();
    } catch (const std::exception& error) {
      problem = error.what();
    }
    task = nullptr;  // with the bytes
    home_.post([this, then = std::move(then), problem = std::move(problem)] {
      end(problem);
      if (then) {
        then();
      }
    });
  });
}

void IndexPersister::end(const std::string& problem) {
  is_at_work_ = false;
  if (!problem.empty()) {
    not_before_ = steady_clock::now() + pause_after_failure;
    log_.warning("indice-nao-guardado", {{"motivo", std::string_view(problem)}});
  }
}

}  // namespace search
