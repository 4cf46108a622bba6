#include "imports/runner.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <deque>
#include <exception>
#include <future>
#include <iterator>
#include <thread>
#include <utility>

#include "base/thread_name.hpp"
#include "formats/format.hpp"
#include "imports/parameters.hpp"
#include "imports/record_item.hpp"
#include "imports/slice_pace.hpp"

namespace imports {
namespace {

using std::chrono::steady_clock;
using store::ImportState;

constexpr int politeness = 5;  // of nice(2)
constexpr std::chrono::milliseconds look_every{1000};
constexpr std::chrono::milliseconds pause_after_failure{1000};
constexpr std::chrono::seconds alive_every{1};
// A store that takes no slice for so long, while it can be asked, has no room for it.
constexpr int failures_max = 60;
constexpr std::size_t read_bytes = std::size_t{1024} * 1024;
// A refused record may be a byte long, and takes kilobytes with what is said of it.
constexpr std::size_t records_ahead_max = 4000;

store::ImportFault lost_file() {
  store::ImportFault fault;
  fault.code = formats::file_failures::malformed;
  fault.why_in_portuguese = "o arquivo enviado não está mais no servidor";
  fault.why_in_english = "the file that was sent is not on the server any more";
  return fault;
}

store::ImportFault broken_storage() {
  store::ImportFault fault;
  fault.code = catalog::kind_of(catalog::ProblemCode::storage_full).slug;
  return fault;
}

}  // namespace

// One run of an import, from the records that are committed on.
class Runner::Run {
 public:
  // What ended it.
  enum class End : std::uint8_t { of_file, failed, not_ours, stopped };

  Run(Runner& runner, const store::Import& import, Parameters parameters)
      : runner_(runner),
        store_(*runner.dependencies_.store),
        import_(import),
        parameters_(std::move(parameters)),
        reader_(formats::make_reader(
            *parameters_.format,
            {base::year_of(runner.dependencies_.clock.now()), parameters_.columns,
             formats::RecordBytes::kept, parameters_.encoding, parameters_.profile,
             parameters_.separator})),
        committed_(import.counts.records) {}

  // A piece of the file is read by another thread while the records of the piece before it are
  // committed: the two halves of the work cost about the same.
  End run() {
    while (true) {
      if (runner_.is_stopping_) {
        return End::stopped;
      }
      stay_alive();
      const auto bytes = next_bytes();
      if (!bytes) {
        return End::failed;
      }
      std::future<Parsed> parsing =
          std::async(std::launch::async, [this, &bytes] { return parse(*bytes); });
      if (const auto end = carry_out_ready(Rest::waits)) {
        return *end;
      }
      if (const auto end = take(parsing.get())) {
        return *end;
      }
      if (has_ended_ && !has_more_) {
        return finish();
      }
    }
  }

  std::vector<store::ImportFault> faults() { return std::move(faults_); }
  std::string refused_end() const {
    return import_.counts.refused > 0 ? reader_->rejects_end() : std::string();
  }

 private:
  // What a piece of the file holds, or the beginning of that.
  struct Parsed {
    std::vector<store::ImportItem> items;
    bool has_more = false;
    std::optional<formats::Record> refused_header;
    std::string refused_begin;
  };
  enum class Rest : std::uint8_t { waits, goes_too };

  // Empty while the reader has more of the piece before, and at the end; nullopt: the file is lost.
  std::optional<std::string> next_bytes() {
    if (has_more_) {
      return std::string();
    }
    std::string bytes = store_.read_file(import_.id, bytes_fed_, read_bytes);
    if (bytes.empty() && bytes_fed_ < import_.bytes) {
      faults_.push_back(lost_file());
      return std::nullopt;
    }
    has_ended_ = bytes.empty();
    bytes_fed_ += static_cast<std::int64_t>(bytes.size());
    return bytes;
  }

  // Uses the reader and what a slice does not change, so it may run beside one.
  Parsed parse(const std::string& bytes) {
    if (!bytes.empty()) {
      reader_->feed(bytes);
    } else if (!has_more_) {
      reader_->finish();
    }
    Parsed parsed;
    while (auto record = reader_->next()) {
      if (record->number == 0 && !record->book) {
        parsed.refused_header = std::move(record);
        return parsed;
      }
      ++records_read_;
      if (records_read_ > committed_) {  // else an earlier run committed it
        parsed.items.push_back(item_of(*std::move(record), parameters_, warnings_room_));
        if (parsed.items.size() == records_ahead_max) {
          parsed.has_more = true;
          break;
        }
      }
    }
    parsed.refused_begin = reader_->rejects_begin();
    return parsed;
  }

  std::optional<End> take(Parsed&& parsed) {
    has_more_ = parsed.has_more;
    if (!has_more_) {
      bytes_read_ = bytes_fed_;
    }
    std::ranges::move(parsed.items, std::back_inserter(ready_));
    if (parsed.refused_header) {
      refuse_file(*std::move(parsed.refused_header));
      return End::failed;
    }
    slice_.refused_begin = std::move(parsed.refused_begin);
    return std::nullopt;
  }

  // In slices; what does not fill one waits for more, or goes too.
  std::optional<End> carry_out_ready(Rest rest) {
    while (!ready_.empty() && (rest == Rest::goes_too || ready_.size() >= pace_.records())) {
      std::size_t bytes = 0;
      while (!ready_.empty() && slice_.items.size() < pace_.records() &&
             bytes < store::slice_bytes_max) {
        bytes += ready_.front().bytes.size();
        slice_.items.push_back(std::move(ready_.front()));
        ready_.pop_front();
      }
      if (const auto end = carry_out()) {
        return end;
      }
    }
    return std::nullopt;
  }

  End finish() {
    if (const auto end = carry_out_ready(Rest::goes_too)) {
      return *end;
    }
    // The end of a file may hold no record.
    if (import_.counts.bytes_read < bytes_read_) {
      if (const auto end = carry_out()) {
        return *end;
      }
    }
    if (const auto failure = reader_->remarks().failed) {
      faults_.push_back(fault_of(*failure));
      return End::failed;
    }
    return End::of_file;
  }

  // A header in which nothing is known.
  void refuse_file(formats::Record&& record) {
    if (const auto failure = reader_->remarks().failed) {
      faults_.push_back(fault_of(*failure));
    }
    for (auto& fault : item_of(std::move(record), parameters_, warnings_room_).faults) {
      faults_.push_back(std::move(fault));
    }
    if (faults_.front().code != formats::file_failures::unknown_header) {
      store::ImportFault header;
      header.code = formats::file_failures::unknown_header;
      header.line = faults_.front().line;
      faults_.insert(faults_.begin(), std::move(header));
    }
    // What the columns are called shows which name is missing.
    std::string columns;
    for (const std::string& heading : reader_->remarks().headings) {
      columns.append(columns.empty() ? "" : "; ").append(heading);
    }
    faults_.front().excerpt = store::shown_excerpt(columns);
  }

  std::optional<End> carry_out() {
    std::this_thread::sleep_until(pace_.next_at());
    if (runner_.is_stopping_) {
      return End::stopped;
    }
    stay_alive();
    slice_.id = import_.id;
    slice_.policy = parameters_.policy;
    slice_.bytes_read = bytes_read_;
    slice_.records_before = import_.counts.records;
    slice_.encoding = formats::name_of(parameters_.encoding);
    slice_.now = runner_.dependencies_.clock.now();
    const auto outcome = store_.carry_out(slice_);
    slice_.items.clear();
    if (!outcome) {
      return End::not_ours;
    }
    runner_.metrics_.slice.record(outcome->time.took);
    runner_.note(import_.counts, outcome->counts);
    import_.counts = outcome->counts;
    pace_.note(outcome->time);
    return std::nullopt;
  }

  void stay_alive() {
    if (steady_clock::now() >= alive_at_) {
      alive_at_ = steady_clock::now() + alive_every;
      if (auto taken = store_.keep_alive(runner_.dependencies_.clock.now())) {
        runner_.taken_ = std::move(taken);  // this run is not ours any more, and will notice it
      }
      runner_.count_queue();
    }
  }

  Runner& runner_;
  store::ImportStore& store_;
  store::Import import_;
  const Parameters parameters_;
  const std::unique_ptr<formats::Reader> reader_;
  const std::int64_t committed_;   // records, by earlier runs
  std::int64_t records_read_ = 0;  // by the reader
  std::int64_t bytes_fed_ = 0;     // to the reader
  std::int64_t bytes_read_ = 0;    // up to the end of what is ready
  bool has_more_ = false;          // the reader, of what it was fed
  bool has_ended_ = false;         // the file
  std::deque<store::ImportItem> ready_;
  SlicePace pace_;
  store::ImportSlice slice_;
  // For those that are listed. More are not held: a cell of one byte may bear one.
  std::size_t warnings_room_ = store::import_warnings_max;
  steady_clock::time_point alive_at_{};
  std::vector<store::ImportFault> faults_;
};

Runner::Metrics Runner::register_metrics(base::Metrics& metrics) {
  constexpr std::string_view records = "livros_import_records_total";
  constexpr std::string_view help = "Records of imports, by what became of them";
  return {metrics.gauge({"livros_imports_queued", "Imports that wait for their turn"}),
          metrics.gauge({"livros_imports_running", "Imports that this instance runs"}),
          metrics.counter({records, help, "resultado=\"criado\""}),
          metrics.counter({records, help, "resultado=\"atualizado\""}),
          metrics.counter({records, help, "resultado=\"ignorado\""}),
          metrics.counter({records, help, "resultado=\"recusado\""}),
          metrics.counter({"livros_import_bytes_total", "Bytes of files that imports have read"}),
          metrics.histogram({"livros_import_slice_seconds", "Time of one slice of an import"},
                            base::HistogramUnit::microseconds)};
}

Runner::Runner(Dependencies dependencies)
    : dependencies_(std::move(dependencies)),
      metrics_(register_metrics(dependencies_.metrics)),
      thread_([this] { work(); }) {}

void Runner::wake() {
  {
    const std::lock_guard lock(mutex_);
    is_woken_ = true;
  }
  woken_.notify_one();
}

void Runner::stop() {
  is_stopping_ = true;
  wake();
  if (thread_.joinable()) {
    thread_.join();
  }
}

void Runner::wait(std::optional<std::chrono::milliseconds> time) {
  std::unique_lock lock(mutex_);
  const auto is_woken = [this] { return is_woken_ || is_stopping_.load(); };
  if (time) {
    woken_.wait_for(lock, *time, is_woken);
  } else {
    woken_.wait(lock, is_woken);
  }
  is_woken_ = false;
}

void Runner::work() {
  base::name_this_thread("import-run");
  // Behind those that serve clients, where cores are few; threads that it starts inherit it.
  (void)setpriority(PRIO_PROCESS, 0, politeness);
  // Nobody else adds any where the store is this process's alone.
  const auto look_again =
      dependencies_.store->is_shared() ? std::optional(look_every) : std::nullopt;
  bool is_broken = false;
  while (!is_stopping_) {
    try {
      const bool had_work = turn();
      is_broken = false;
      if (!had_work) {
        wait(look_again);
      }
    } catch (const std::exception& error) {
      // Said once: a database may be away for long.
      if (!std::exchange(is_broken, true)) {
        dependencies_.log.error("importacao", {{"motivo", std::string_view(error.what())}});
      }
      wait(pause_after_failure);
    }
  }
}

// True when something was run.
bool Runner::turn() {
  const base::Instant now = dependencies_.clock.now();
  auto import = std::exchange(taken_, std::nullopt);
  if (!import) {
    import = dependencies_.store->keep_alive(now);
  }
  if (!import) {
    import = dependencies_.store->claim(now);
  }
  count_queue();
  if (!import) {
    return false;
  }
  metrics_.running.set(1);
  run(*std::move(import));
  metrics_.running.set(0);
  return true;
}

void Runner::count_queue() {
  queued_ = dependencies_.store->queued();
  metrics_.queued.set(queued_);
}

void Runner::note(const store::ImportCounts& before, const store::ImportCounts& after) {
  const auto more = [](std::int64_t from, std::int64_t to) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(to - from, 0));
  };
  metrics_.created.add(more(before.created, after.created));
  metrics_.updated.add(more(before.updated, after.updated));
  metrics_.ignored.add(more(before.ignored, after.ignored));
  metrics_.refused.add(more(before.refused, after.refused));
  metrics_.bytes.add(more(before.bytes_read, after.bytes_read));
}

// A store that breaks under it is asked again what is committed, and the run begins anew there.
void Runner::run(store::Import import) {
  dependencies_.log.info("importacao", {{"id", import.id}, {"estado", "executando"}});
  const auto parameters = unpack(import.parameters);
  if (!parameters || !parameters->format || !formats::has_reader(*parameters->format)) {
    store::ImportFault fault;
    fault.code = formats::file_failures::unsupported;
    dependencies_.store->finish(import.id, {ImportState::failed, {fault}, {}},
                                dependencies_.clock.now());
    return;
  }
  bool is_told = false;
  int failures = 0;  // one behind another, without progress
  // A slice that came too late: somebody else runs it, when nothing changes.
  std::int64_t late_at = -1;
  while (true) {
    try {
      if (!run_once(import, *parameters)) {
        const auto now = dependencies_.store->find(import.id);
        if (!now || now->state != ImportState::running || now->counts.records == late_at) {
          return;
        }
        late_at = now->counts.records;
        import = *now;
        continue;
      }
      return;
    } catch (const std::exception& error) {
      if (!std::exchange(is_told, true)) {
        dependencies_.log.error("importacao",
                                {{"id", import.id}, {"motivo", std::string_view(error.what())}});
      }
    }
    auto again = ask_again(import.id);
    if (!again || again->state != ImportState::running) {
      return;
    }
    failures = again->counts == import.counts ? failures + 1 : 0;
    if (failures == failures_max) {
      dependencies_.store->finish(import.id, {ImportState::failed, {broken_storage()}, {}},
                                  dependencies_.clock.now());
      return;
    }
    import = *std::move(again);
  }
}

// False when the import is not ours as it was.
bool Runner::run_once(const store::Import& import, const Parameters& parameters) {
  Run one(*this, import, parameters);
  const Run::End end = one.run();
  if (end == Run::End::not_ours) {
    return false;
  }
  const ImportState state = end == Run::End::of_file  ? ImportState::done
                            : end == Run::End::failed ? ImportState::failed
                                                      : ImportState::interrupted;
  dependencies_.store->finish(import.id, {state, one.faults(), one.refused_end()},
                              dependencies_.clock.now());
  dependencies_.log.info("importacao", {{"id", import.id}, {"estado", wire_name(state)}});
  return true;
}

// Waits until the store can tell how far the import is committed; nullopt when this process ends
// first: the next start finds the import as a crash leaves it.
std::optional<store::Import> Runner::ask_again(store::ImportId id) {
  while (!is_stopping_) {
    wait(pause_after_failure);
    try {
      return dependencies_.store->find(id);
    } catch (const std::exception&) {
      continue;  // still away
    }
  }
  return std::nullopt;
}

}  // namespace imports
