// The configuration and process facts that handlers may know. Built by app, read by every I/O
// thread; only the atomics change after the start.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/metrics.hpp"
#include "catalog/access_key.hpp"
#include "catalog/isbn_ranges.hpp"
#include "imports/imports.hpp"
#include "search/store.hpp"

namespace api {

enum class IfMatch : std::uint8_t { optional, required };
// What needs a key: nothing, changes, or reading too.
enum class Keys : std::uint8_t { unused, for_changes, for_all };
// The most of a POST /livros/lote.
inline constexpr std::size_t batch_body_bytes_max = std::size_t{8} * 1024 * 1024;

enum class AccessLog : std::uint8_t { off, on };

struct Settings {
  const base::Clock& clock;
  const base::Metrics& metrics;
  const search::Store& store;
  const catalog::IsbnRanges& isbn_ranges;
  IfMatch if_match = IfMatch::optional;
  Keys keys = Keys::unused;
  // The keys as they are known now, for pages of who administers; empty where none are used.
  std::function<std::vector<catalog::AccessKey>()> known_keys = {};
  AccessLog access_log = AccessLog::on;
  std::size_t json_body_bytes_max = 1024 * 1024;
  std::string public_url{};             // without a slash at its end; empty: as clients call us
  std::string marc_organization{};      // MARC 21 field 003
  std::string marc_country{"xx "};      // MARC 21 field 008, characters 15-17
  imports::Imports* imports = nullptr;  // always set where requests are served
  std::size_t import_bytes_max = std::size_t{1024} * 1024 * 1024;
  std::size_t page_cache_bytes_max = 16 * 1024 * 1024;  // per I/O thread
  std::atomic<bool> draining{false};
};

}  // namespace api
