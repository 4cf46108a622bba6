#include "api/access/rate_limit.hpp"

#include <algorithm>

#include "api/answer/query_values.hpp"

namespace api {
namespace {

// A bucket in one word: which client's it is, and when it is full again in microseconds since the
// start (8 years of them). Zero is a bucket of nobody.
constexpr unsigned instant_bits = 48;
constexpr std::uint64_t instant_mask = (std::uint64_t{1} << instant_bits) - 1;
// Others took the bucket first, so often: then the request passes uncounted.
constexpr int attempts_max = 16;

constexpr std::uint64_t full_at(std::uint64_t bucket) noexcept { return bucket & instant_mask; }
constexpr std::uint64_t owner_of(std::uint64_t bucket) noexcept { return bucket >> instant_bits; }

std::chrono::seconds seconds_up(std::uint64_t us) noexcept {
  return std::chrono::ceil<std::chrono::seconds>(
      std::chrono::microseconds(static_cast<std::int64_t>(us)));
}

std::optional<std::uint32_t> count_in(std::string_view digits) noexcept {
  std::uint32_t value = 0;
  const bool fine = read_number(digits, value) && value >= 1 && value <= rate_count_max;
  return fine ? std::optional(value) : std::nullopt;
}

}  // namespace

std::optional<Rate> Rate::parse(std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::string_view rate = text.substr(0, colon);
  const std::size_t slash = rate.find('/');
  const auto count = count_in(rate.substr(0, slash));
  const std::string_view unit = slash == std::string_view::npos ? "" : rate.substr(slash + 1);
  if (!count || (unit != "s" && unit != "min")) {
    return std::nullopt;
  }
  const auto burst = colon == std::string_view::npos ? count : count_in(text.substr(colon + 1));
  if (!burst) {
    return std::nullopt;
  }
  return Rate{*count, std::chrono::seconds(unit == "s" ? 1 : 60), *burst};
}

RateLimiter::RateLimiter(const Rate& rate, Instant now)
    : rate_(rate),
      // A request of the first microsecond must not find its bucket empty.
      start_(now - std::chrono::seconds(1)),
      cost_us_(std::max<std::uint64_t>(
          1,
          static_cast<std::uint64_t>(std::chrono::microseconds(rate.window).count()) / rate.count)),
      credit_us_(cost_us_ * (rate.burst - 1)),
      sets_(std::make_unique<Set[]>(clients_max / ways)) {}

std::chrono::seconds RateLimiter::refill() const noexcept {
  return seconds_up(cost_us_ * rate_.burst);
}

// Microseconds since the start, never 0.
std::uint64_t RateLimiter::clock_at(Instant when) const noexcept {
  const auto elapsed = std::chrono::duration_cast<std::chrono::microseconds>(when - start_).count();
  return static_cast<std::uint64_t>(std::max<std::int64_t>(elapsed, 1)) & instant_mask;
}

bool RateLimiter::has_room(std::uint64_t client, Instant when) const noexcept {
  const std::uint64_t now = clock_at(when);
  const std::uint64_t owner = client >> instant_bits;
  const auto is_empty = [&](const std::atomic<std::uint64_t>& candidate) {
    const std::uint64_t bucket = candidate.load(std::memory_order_relaxed);
    return bucket != 0 && owner_of(bucket) == owner &&
           std::max(full_at(bucket), now) - now > credit_us_;
  };
  return std::ranges::none_of(sets_[client & (clients_max / ways - 1)], is_empty);
}

RateLimiter::Verdict RateLimiter::take(std::uint64_t client, Instant when) noexcept {
  using Says = Verdict::Says;
  const std::uint64_t now = clock_at(when);
  Set& set = sets_[client & (clients_max / ways - 1)];
  const std::uint64_t owner = client >> instant_bits;
  for (int attempt = 0; attempt < attempts_max; ++attempt) {
    std::atomic<std::uint64_t>* place = nullptr;
    std::uint64_t before = 0;
    for (auto& candidate : set) {
      const std::uint64_t bucket = candidate.load(std::memory_order_relaxed);
      if (bucket != 0 && owner_of(bucket) == owner) {
        place = &candidate;
        before = bucket;
        break;
      }
      if (place == nullptr || full_at(bucket) < full_at(before)) {
        place = &candidate;
        before = bucket;
      }
    }
    const bool known = before != 0 && owner_of(before) == owner;
    const std::uint64_t full = known ? std::max(full_at(before), now) : now;
    if (full - now > credit_us_) {
      return {Says::wait, 0, seconds_up(full - now), seconds_up(full - now - credit_us_)};
    }
    const std::uint64_t after = full + cost_us_;
    if (place->compare_exchange_weak(before, owner << instant_bits | (after & instant_mask),
                                     std::memory_order_relaxed)) {
      const std::uint64_t left = credit_us_ + cost_us_ - (after - now);
      return {Says::pass, static_cast<std::uint32_t>(left / cost_us_), seconds_up(after - now),
              std::chrono::seconds(0)};
    }
  }
  return {};
}

}  // namespace api
