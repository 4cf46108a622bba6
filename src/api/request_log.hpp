// The books kept about requests: counters by route and status, latency by route, the access log.
// One per I/O thread, like the metrics it writes.
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "api/answer/settings.hpp"
#include "base/log.hpp"
#include "base/metrics.hpp"
#include "http/message.hpp"

namespace api {

// Which row of the route table a request matched; past the table: none ("-").
struct RouteIndex {
  std::size_t value;
};

struct Answered {
  RouteIndex route;
  unsigned status;
  std::size_t body_bytes;
  std::string_view id;
};

// What there was too much of for one more request; a full queue of writes is the store's to say.
enum class OverloadCause : std::uint8_t { in_flight, lag, unsent };
inline constexpr std::size_t overload_cause_count = 3;

class RequestLog {
 public:
  RequestLog(base::Metrics& metrics, base::Log& log, AccessLog access_log);

  void enter(const http::Request& request, const Answered& answered) noexcept;
  void cache_hit() noexcept { hits_.add(); }
  void cache_miss() noexcept { misses_.add(); }
  void overloaded(OverloadCause bound) noexcept {
    overloaded_[static_cast<std::size_t>(bound)]->add();
  }

 private:
  base::Counter& counter_of(const Answered& answered);
  base::Counter& register_counter(const Answered& answered);
  void write_line(const http::Request& request, const Answered& answered,
                  std::chrono::steady_clock::duration elapsed);

  base::Metrics& metrics_;
  base::Log& log_;
  AccessLog access_log_;
  base::Counter& hits_;
  base::Counter& misses_;
  std::array<base::Counter*, overload_cause_count> overloaded_{};
  std::vector<base::Histogram*> latency_;
  boost::unordered_flat_map<std::size_t, base::Counter*> counters_;
  // The pair before, which is mostly the pair again.
  std::size_t last_key_ = ~std::size_t{0};
  base::Counter* last_counter_ = nullptr;
};

}  // namespace api
