// How often one client may ask: a token bucket for each, kept as the one instant at which it will
// be full again (the generic cell rate algorithm, ITU-T I.371). A fixed table holds them all, so
// that no number of clients makes the server grow: where it is too small, the client with the least
// debt is forgotten. Any thread; no lock, one compare-and-swap per request.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace api {

// `count` requests per window on average, `burst` at once by a client that has been quiet.
struct Rate {
  std::uint32_t count = 1;
  std::chrono::seconds window{1};
  std::uint32_t burst = 1;

  // "50/s", "600/min", with another burst than the count: "50/s:200". nullopt for anything else.
  static std::optional<Rate> parse(std::string_view text);
  bool operator==(const Rate&) const = default;
};
inline constexpr std::uint32_t rate_count_max = 1'000'000;

class RateLimiter {
 public:
  using Instant = std::chrono::steady_clock::time_point;

  RateLimiter(const Rate& rate, Instant now);

  struct Verdict {
    enum class Says : std::uint8_t { pass, wait } says = Says::pass;
    std::uint32_t remaining = 0;          // that would pass at once now
    std::chrono::seconds full_in{0};      // rounded up
    std::chrono::seconds retry_after{0};  // rounded up; for `wait`
  };
  // One request more of a client, named by a hash that clients cannot foresee.
  Verdict take(std::uint64_t client, Instant now) noexcept;

  // True when take() would say pass.
  bool has_room(std::uint64_t client, Instant now) const noexcept;

  const Rate& rate() const noexcept { return rate_; }
  // How long an empty bucket takes to fill, rounded up.
  std::chrono::seconds refill() const noexcept;

  static constexpr std::size_t clients_max = std::size_t{1} << 15;

 private:
  static constexpr std::size_t ways = 8;  // buckets that a client may have: one cache line
  using Set = std::array<std::atomic<std::uint64_t>, ways>;

  std::uint64_t clock_at(Instant when) const noexcept;

  const Rate rate_;
  const Instant start_;
  const std::uint64_t cost_us_;    // of one request
  const std::uint64_t credit_us_;  // of a full bucket, less one request
  std::unique_ptr<Set[]> sets_;
};

}  // namespace api
