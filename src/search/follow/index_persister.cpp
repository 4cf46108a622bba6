#include "search/follow/index_persister.hpp"

#include <boost/asio/post.hpp>
#include <exception>
#include <utility>

#include "base/thread_name.hpp"
#include "catalog/spelling.hpp"

namespace search {
namespace {

using std::chrono::steady_clock;

// A database that could not keep the index is not asked again at once.
constexpr std::chrono::minutes pause_after_failure{1};

class SegmentReceiver final : public store::IndexReceiver {
 public:
  explicit SegmentReceiver(SegmentStorage& storage) : storage_(storage) {}
  bool begin(const store::IndexStamp& stamp, std::size_t bytes) override {
    if (stamp.rules == catalog::search_rules) {
      output_.emplace(storage_.open(bytes));
    }
    return output_.has_value();
  }
  void take(std::string_view part) override { output_->append(part); }
  SegmentBytesPtr finish() && { return (*std::move(output_)).finish(); }

 private:
  SegmentStorage& storage_;
  std::optional<SegmentOutput> output_;
};

}  // namespace

IndexPersister::IndexPersister(std::unique_ptr<store::IndexStore> store, base::Executor& executor,
                               base::Log& log)
    : store_(std::move(store)), executor_(executor), log_(log) {
  boost::asio::post(thread_, [] { base::name_this_thread("index-save"); });
}
IndexPersister::~IndexPersister() { stop(); }

std::optional<IndexPersister::Loaded> IndexPersister::load(SegmentStorage& storage) {
  try {
    SegmentReceiver receiver(storage);
    if (const auto stamp = store_->load(receiver)) {
      if (SegmentPtr segment = Segment::of(std::move(receiver).finish())) {
        return Loaded{*stamp, std::move(segment)};
      }
    }
  } catch (const std::exception& error) {
    log_.warning("indice-nao-lido", {{"motivo", std::string_view(error.what())}});
  }
  return std::nullopt;
}

bool IndexPersister::is_free() const { return !is_at_work_ && steady_clock::now() >= not_before_; }

void IndexPersister::ask(std::function<void(std::optional<store::IndexStamp>)> then) {
  begin(
      [this, then = std::move(then)] { return [stamp = store_->stamp(), then] { then(stamp); }; });
}

void IndexPersister::save(const store::IndexStamp& stamp, SegmentPtr segment,
                          std::function<void()> then) {
  begin([this, stamp, segment = std::move(segment), then = std::move(then)] {
    store_->save(stamp, {segment->bytes()});
    return then;
  });
}

void IndexPersister::stop() {
  thread_.stop();
  thread_.join();
}

// The task runs on the other thread; the function that it returns runs on the executor.
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
    task = nullptr;  // with the segment
    executor_.post([this, then = std::move(then), problem = std::move(problem)] {
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
