// The configuration and process facts that handlers may know. Built by app, read by every I/O
// thread; only the atomics change after the start.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "api/answer/change_signal.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/metrics.hpp"
#include "catalog/access_key.hpp"
#include "catalog/isbn_ranges.hpp"
#include "catalog/listing.hpp"
#include "imports/imports.hpp"
#include "search/store.hpp"

namespace api {

enum class IfMatch : std::uint8_t { optional, required };
// What needs a key: nothing, changes, or reading too.
enum class Keys : std::uint8_t { unused, for_changes, for_all };
// newest: every read is of the newest state. shared: standbys may answer those of who has not
// changed anything that they have not seen yet.
enum class Reads : std::uint8_t { newest, shared };
// The most of a POST /livros/lote.
inline constexpr std::size_t batch_body_bytes_max = std::size_t{8} * 1024 * 1024;

// Answers under way that are made while they are sent, of the whole server.
inline constexpr std::size_t exports_max = 4;
inline constexpr std::size_t event_streams_max = 1000;
struct StreamCount {
  std::atomic<std::size_t> open{0};
  base::Gauge* gauge = nullptr;  // shows the same
};
struct StreamCounts {
  StreamCount exports;
  StreamCount event_streams;
  // Records that exports could not write whole, since the start.
  std::atomic<std::uint64_t> shortened{0};
  base::Gauge* shortened_gauge = nullptr;

  void note_shortened(std::uint64_t records) noexcept {
    const std::uint64_t all = shortened.fetch_add(records) + records;
    if (shortened_gauge != nullptr) {
      shortened_gauge->set(static_cast<std::int64_t>(all));
    }
  }
};
// One of at most so many, while it lives.
class StreamPlace {
 public:
  // nullptr: there are so many.
  static std::shared_ptr<StreamPlace> take(StreamCount& count, std::size_t most) {
    std::size_t taken = count.open.load();
    while (taken < most) {
      if (count.open.compare_exchange_weak(taken, taken + 1)) {
        return std::shared_ptr<StreamPlace>(new StreamPlace(count));
      }
    }
    return nullptr;
  }
  ~StreamPlace() {
    --count_.open;
    show();
  }
  StreamPlace(const StreamPlace&) = delete;
  StreamPlace& operator=(const StreamPlace&) = delete;

 private:
  explicit StreamPlace(StreamCount& count) noexcept : count_(count) { show(); }
  void show() noexcept {
    if (count_.gauge != nullptr) {
      count_.gauge->set(static_cast<std::int64_t>(count_.open.load()));
    }
  }
  StreamCount& count_;
};

enum class AccessLog : std::uint8_t { off, on };

// The catalogues that the browser asks for an ISBN; this server asks none.
struct IsbnSources {
  std::string names{};    // "brasilapi,openlibrary", in the order in which they are asked
  std::string origins{};  // of them all, for the page's policy, with blanks between them
};

struct Settings {
  const base::Clock& clock;
  const base::Metrics& metrics;
  const search::Store& store;
  const catalog::IsbnRanges& isbn_ranges;
  IfMatch if_match = IfMatch::optional;
  Keys keys = Keys::unused;
  Reads reads = Reads::newest;
  // The keys as they are known now, for pages of who administers; empty where none are used.
  std::function<std::vector<catalog::AccessKey>()> known_keys = {};
  AccessLog access_log = AccessLog::on;
  std::size_t json_body_bytes_max = 1024 * 1024;
  std::string public_url{};  // without a slash at its end; empty: as clients call us
  IsbnSources isbn_sources{};
  std::string marc_organization{};  // MARC 21 field 003
  std::string marc_country{"xx "};  // MARC 21 field 008, characters 15-17
  // What the catalogue is called in protocols and feeds, and who answers for it.
  std::string name{"API Livros"};
  std::string admin_email{};    // empty: nobody has said, and OAI-PMH is not served
  std::string oai_namespace{};  // empty: the public host
  catalog::Holdings opds_holdings = catalog::Holdings::all;  // what the feeds show
  imports::Imports* imports = nullptr;                       // always set where requests are served
  std::size_t import_bytes_max = std::size_t{1024} * 1024 * 1024;
  std::size_t page_cache_bytes_max = 16 * 1024 * 1024;  // per I/O thread
  std::atomic<bool> draining{false};
  std::shared_ptr<ChangeSignal> changes = std::make_shared<ChangeSignal>();
  // Outlives the streams, which may end after everything else.
  std::shared_ptr<StreamCounts> streams = std::make_shared<StreamCounts>();
};

}  // namespace api
