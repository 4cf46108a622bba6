#include "store/postgres/store.hpp"

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <thread>
#include <utility>
#include <vector>

#include "base/thread_name.hpp"
#include "store/cannot_open.hpp"
#include "store/postgres/book_reads.hpp"
#include "store/postgres/catalogue_copy.hpp"
#include "store/postgres/history_reads.hpp"
#include "store/postgres/import_store.hpp"
#include "store/postgres/index_store.hpp"
#include "store/postgres/key_store.hpp"
#include "store/postgres/pulse.hpp"
#include "store/postgres/readers.hpp"
#include "store/postgres/schema.hpp"
#include "store/postgres/session.hpp"
#include "store/postgres/transition.hpp"
#include "store/postgres/writer.hpp"

namespace postgres {
namespace {

using catalog::ProblemCode;

// How often waiting requests are looked at while the database is away.
constexpr std::chrono::milliseconds tick{50};

class Store final : public store::Store, public store::HandsChangesOver, public StoreThread {
 public:
  struct Dependencies {
    const base::Clock& clock;
    base::Metrics& metrics;
    base::Log& log;
  };
  Store(Client& opening, Options options, const Dependencies& dependencies);
  ~Store() override { close(); }

  std::unique_ptr<store::Session> open_session(base::Executor& executor) override {
    return std::make_unique<Session>(*this, executor);
  }
  // Another instance may have written since: only the database knows.
  std::optional<catalog::Sequence> sequence() const noexcept override { return std::nullopt; }
  store::Health health() const noexcept override {
    if (!transition_.is_copied()) {
      return store::Health::preparing;
    }
    if (is_writable_ && is_readable_) {
      return store::Health::ready;
    }
    return is_readable_ ? store::Health::read_only : store::Health::unavailable;
  }
  void listen(store::CommitListener& /*listener*/) override {}
  store::ChangeQueue* own_changes() noexcept override { return &own_changes_; }
  std::unique_ptr<store::IndexStore> open_index_store() override {
    return std::make_unique<IndexStore>(options_);
  }
  std::unique_ptr<store::KeyStore> open_keys() override {
    return std::make_unique<KeyStore>(options_);
  }
  std::unique_ptr<store::ImportStore> open_imports() override {
    return std::make_unique<ImportStore>(options_, import_owner_,
                                         [this] { return transition_.is_copied(); });
  }
  void close() override;

  void take(Requests&& requests) override;

 private:
  std::vector<std::unique_ptr<Connection>> make_list_connections();
  std::vector<Connection*> reading_connections();
  void start();
  void begin(Requests&& requests);
  void pump();
  void expire_later();
  void stop_when_done();

  const Options options_;
  const std::int64_t import_owner_ = WriteMark::fresh().writer;
  base::Log& log_;
  Transition transition_;
  base::Counter& connects_;
  boost::asio::io_context loop_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  boost::asio::steady_timer timer_;
  store::ChangeQueue own_changes_;

  // The loop's thread only.
  Hosts hosts_;
  Connection book_connection_;
  std::vector<std::unique_ptr<Connection>> list_connections_;
  Connection write_connection_;
  Pulse pulse_;
  ReplicaFallback replica_fallback_;
  Readers readers_;
  BookReads book_reads_;
  HistoryReads history_reads_;
  Writer writer_;
  bool closing_ = false;

  std::atomic<bool> is_writable_{true};
  std::atomic<bool> is_readable_{true};
  std::atomic<bool> is_closed_{false};
  std::thread thread_;
};

Writer::Metrics write_metrics(base::Metrics& metrics) {
  using base::HistogramUnit;
  return {
      metrics.gauge({"livros_write_queue", "Writes waiting for the next transaction"}),
      metrics.histogram({"livros_write_batch", "Writes per transaction"}, HistogramUnit::count),
      metrics.histogram({"livros_commit_seconds", "Time of the exchange that writes and commits"},
                        HistogramUnit::microseconds),
      metrics.counter({"livros_batch_redone_total", "Batches of writes that began anew"}),
      metrics.counter(
          {"livros_write_held_total", "Times that a write waited for what another session holds"}),
      metrics.counter({"livros_batch_doubted_total",
                       "Batches of which the database had to be asked whether they were written"})};
}

Store::Store(Client& opening, Options options, const Dependencies& dependencies)
    : options_(std::move(options)),
      log_(dependencies.log),
      transition_(opening, options_, dependencies.clock, log_),
      connects_(dependencies.metrics.counter(
          {"livros_database_connects_total", "Connections made to the database"})),
      work_(loop_.get_executor()),
      timer_(loop_),
      hosts_(options_.url),
      book_connection_(options_, Server::primary, hosts_, {loop_, log_, connects_}),
      list_connections_(make_list_connections()),
      write_connection_(options_, Server::primary, hosts_, {loop_, log_, connects_}),
      pulse_(options_, hosts_, write_connection_, reading_connections(), {loop_, log_, connects_}),
      replica_fallback_(options_, book_connection_, {loop_, log_, connects_}),
      readers_(options_, book_connection_, {loop_, log_, connects_}, dependencies.metrics),
      book_reads_(
          book_connection_, list_connections_, replica_fallback_, readers_,
          {options_.reads_max, options_.patience, options_.wait_max},
          dependencies.metrics.histogram({"livros_read_batch", "Books asked for in one statement"},
                                         base::HistogramUnit::count)),
      history_reads_(list_connections_, replica_fallback_, readers_,
                     {options_.reads_max, options_.patience, options_.wait_max}, log_),
      writer_(write_connection_, options_,
              {loop_, dependencies.clock, dependencies.log, own_changes_,
               write_metrics(dependencies.metrics)}) {
  boost::asio::post(loop_, [this] { start(); });
  thread_ = std::thread([this] {
    base::name_this_thread("postgres");
    loop_.run();
  });
}

std::vector<std::unique_ptr<Connection>> Store::make_list_connections() {
  std::vector<std::unique_ptr<Connection>> connections;
  connections.reserve(options_.list_connections);
  for (std::size_t i = 0; i < options_.list_connections; ++i) {
    connections.push_back(std::make_unique<Connection>(
        options_, Server::primary, hosts_, Connection::Dependencies{loop_, log_, connects_}));
  }
  return connections;
}

std::vector<Connection*> Store::reading_connections() {
  std::vector<Connection*> connections{&book_connection_};
  for (const auto& connection : list_connections_) {
    connections.push_back(connection.get());
  }
  return connections;
}

void Store::start() {
  const auto on_change = [this] { pump(); };
  book_connection_.start(on_change);
  for (const auto& connection : list_connections_) {
    connection->start(on_change);
  }
  write_connection_.start(on_change);
  pulse_.start();
  replica_fallback_.start(on_change);
  readers_.start(on_change);
  expire_later();
}

void Store::pump() {
  book_reads_.pump();
  history_reads_.pump();
  writer_.pump();
}

void Store::expire_later() {
  timer_.expires_after(tick);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error) {
      return;
    }
    pulse_.tick();
    readers_.tick(closing_ ? Readers::Phase::closing : Readers::Phase::open);
    is_writable_ = write_connection_.down_for() < options_.patience;
    is_readable_ =
        book_connection_.down_for() < options_.patience || replica_fallback_.active() != nullptr;
    {
      ReplyBatch replies;
      book_reads_.expire(replies);
      history_reads_.expire(replies);
      writer_.expire(replies);
    }
    pump();  // a replica comes into its turn by time alone
    if (closing_) {
      stop_when_done();
      return;
    }
    expire_later();
  });
}

void Store::take(Requests&& requests) {
  if (is_closed_ || !transition_.is_copied()) {
    ReplyBatch replies;
    const auto code = is_closed_ ? ProblemCode::draining : ProblemCode::storage_unavailable;
    const auto refuse_all = [&](auto& refused) {
      for (auto& request : refused) {
        replies.refuse(std::move(request), code);
      }
    };
    refuse_all(requests.reads);
    refuse_all(requests.writes);
    refuse_all(requests.groups);
    return;
  }
  boost::asio::post(
      loop_, [this, requests = std::move(requests)]() mutable { begin(std::move(requests)); });
}

void Store::begin(Requests&& requests) {
  ReplyBatch replies;
  for (ReadRequest& request : requests.reads) {
    if (std::holds_alternative<store::GetBook>(request.command) ||
        std::holds_alternative<store::GetBooks>(request.command)) {
      book_reads_.add(std::move(request), replies);
    } else {
      history_reads_.add(std::move(request), replies);
    }
  }
  for (WriteRequest& request : requests.writes) {
    writer_.add(std::move(request), replies);
  }
  for (GroupRequest& request : requests.groups) {
    writer_.add(std::move(request), replies);
  }
  pump();
}

void Store::stop_when_done() {
  if (!book_reads_.empty() || !history_reads_.empty() || !readers_.empty() || !writer_.empty()) {
    pump();
    expire_later();
    return;
  }
  book_connection_.stop();
  for (const auto& connection : list_connections_) {
    connection->stop();
  }
  writer_.stop();
  write_connection_.stop();
  pulse_.stop();
  replica_fallback_.stop();
  readers_.stop();
  work_.reset();
}

void Store::close() {
  if (is_closed_.exchange(true)) {
    return;
  }
  transition_.stop();
  boost::asio::post(loop_, [this] { closing_ = true; });
  thread_.join();
}

}  // namespace

std::unique_ptr<store::Store> open(Options options, const base::Clock& clock,
                                   base::Metrics& metrics, base::Log& log) {
  Client client(options);
  const std::string name = shown_url(options.url);
  migrate(client, name, clock);
  if (is_unfinished_copy(client)) {
    throw store::CannotOpen(store::CannotOpen::Reason::unfinished, name);
  }
  return std::make_unique<Store>(client, std::move(options),
                                 Store::Dependencies{clock, metrics, log});
}

}  // namespace postgres
