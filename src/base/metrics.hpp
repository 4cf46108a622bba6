// Numbers for GET /metrics (Prometheus text format 0.0.4). Each counter, gauge and histogram has
// ONE writing thread (relaxed load + store, no locked instruction); several of one name and label
// set are added up when rendered. Registration takes the registry's lock; rendering may run on any
// thread. Objects live as long as the registry.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace base {

class Counter {
 public:
  void add(std::uint64_t amount = 1) noexcept {
    value_.store(value_.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
  }
  std::uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

class Gauge {
 public:
  void set(std::int64_t value) noexcept { value_.store(value, std::memory_order_relaxed); }
  void add(std::int64_t amount) noexcept {
    value_.store(value_.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
  }
  std::int64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_{0};
};

// Buckets are powers of two of `unit` (…, 1, 2, 4, … units), cumulative when rendered.
// For durations the unit is one microsecond and values are rendered in seconds.
class Histogram {
 public:
  static constexpr std::size_t bucket_count = 26;  // 1 µs … 16.8 s, then +Inf
  void record(std::uint64_t units) noexcept;
  void record(std::chrono::steady_clock::duration elapsed) noexcept;

  std::uint64_t bucket(std::size_t index) const noexcept {
    return buckets_[index].load(std::memory_order_relaxed);
  }
  std::uint64_t sum() const noexcept { return sum_.load(std::memory_order_relaxed); }

 private:
  std::array<std::atomic<std::uint64_t>, bucket_count> buckets_{};
  std::atomic<std::uint64_t> sum_{0};
};

// `labels` is the finished text between the braces: `route="/livros",status="200"`, or empty.
struct MetricName {
  std::string_view name;
  std::string_view help;
  std::string_view labels = {};
};
enum class HistogramUnit : std::uint8_t { microseconds, count };

class Metrics {
 public:
  Counter& counter(const MetricName& name);
  Gauge& gauge(const MetricName& name);
  Histogram& histogram(const MetricName& name, HistogramUnit unit);
  std::string render() const;
  // All gauges of that name added up; nullopt: none is registered.
  std::optional<std::int64_t> gauge_value(std::string_view name) const;

 private:
  struct Key {
    std::string name, help, labels;
  };
  template <class T>
  struct Entry {
    Key key;
    T value;
  };
  struct HistogramEntry {
    Key key;
    HistogramUnit unit;
    Histogram value;
  };
  mutable std::mutex mutex_;
  // deque: references stay valid while others register.
  std::deque<Entry<Counter>> counters_;
  std::deque<Entry<Gauge>> gauges_;
  std::deque<HistogramEntry> histograms_;
};

}  // namespace base
