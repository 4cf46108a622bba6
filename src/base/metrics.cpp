#include "base/metrics.hpp"

#include <bit>
#include <charconv>
#include <map>
#include <vector>

namespace base {
namespace {

std::string braces(std::string_view labels) {
  return labels.empty() ? std::string{} : '{' + std::string(labels) + '}';
}

std::string number(double value) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

struct HistogramSum {
  std::array<std::uint64_t, Histogram::bucket_count> buckets{};
  std::uint64_t sum = 0;
};

std::string histogram_lines(std::string_view name, std::string_view labels, double unit,
                            const HistogramSum& total) {
  std::string out;
  std::uint64_t below = 0;
  const std::string separator = labels.empty() ? "" : ",";
  for (std::size_t i = 0; i < total.buckets.size(); ++i) {
    below += total.buckets[i];
    const bool last = i + 1 == total.buckets.size();
    const std::string bound =
        last ? "+Inf" : number(static_cast<double>(std::uint64_t{1} << i) * unit);
    out.append(name).append("_bucket{").append(labels).append(separator).append("le=\"");
    out.append(bound).append("\"} ").append(std::to_string(below)).append("\n");
  }
  out.append(name).append("_sum").append(braces(labels)).append(" ");
  out.append(number(static_cast<double>(total.sum) * unit)).append("\n");
  out.append(name).append("_count").append(braces(labels)).append(" ");
  out.append(std::to_string(below)).append("\n");
  return out;
}

}  // namespace

void Histogram::record(std::uint64_t units) noexcept {
  // Bucket i holds values in (2^(i-1), 2^i]; everything above the last bound falls into +Inf.
  const auto width = static_cast<std::size_t>(units <= 1 ? 0 : std::bit_width(units - 1));
  auto& bucket = buckets_[width < bucket_count - 1 ? width : bucket_count - 1];
  bucket.store(bucket.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  sum_.store(sum_.load(std::memory_order_relaxed) + units, std::memory_order_relaxed);
}

void Histogram::record(std::chrono::steady_clock::duration elapsed) noexcept {
  const auto us = std::chrono::duration_cast<std::chrono::microseconds>(elapsed).count();
  record(static_cast<std::uint64_t>(us < 0 ? 0 : us));
}

Counter& Metrics::counter(const MetricName& name) {
  const std::lock_guard lock(mutex_);
  auto& entry = counters_.emplace_back();
  entry.key = {std::string(name.name), std::string(name.help), std::string(name.labels)};
  return entry.value;
}

Gauge& Metrics::gauge(const MetricName& name) {
  const std::lock_guard lock(mutex_);
  auto& entry = gauges_.emplace_back();
  entry.key = {std::string(name.name), std::string(name.help), std::string(name.labels)};
  return entry.value;
}

Histogram& Metrics::histogram(const MetricName& name, HistogramUnit unit) {
  const std::lock_guard lock(mutex_);
  auto& entry = histograms_.emplace_back();
  entry.key = {std::string(name.name), std::string(name.help), std::string(name.labels)};
  entry.unit = unit;
  return entry.value;
}

std::string Metrics::render() const {
  struct ScalarFamily {
    std::string help;
    std::string_view type;
    std::map<std::string, std::int64_t> values;
  };
  struct HistogramFamily {
    std::string help;
    double unit;
    std::map<std::string, HistogramSum> values;
  };
  std::map<std::string, ScalarFamily> scalars;
  std::map<std::string, HistogramFamily> histograms;
  const std::lock_guard lock(mutex_);
  for (const auto& [key, value] : counters_) {
    auto& family =
        scalars.try_emplace(key.name, ScalarFamily{key.help, "counter", {}}).first->second;
    family.values[key.labels] += static_cast<std::int64_t>(value.value());
  }
  for (const auto& [key, value] : gauges_) {
    auto& family = scalars.try_emplace(key.name, ScalarFamily{key.help, "gauge", {}}).first->second;
    family.values[key.labels] += value.value();
  }
  for (const auto& [key, unit, value] : histograms_) {
    const double scale = unit == HistogramUnit::microseconds ? 1e-6 : 1.0;
    auto& family =
        histograms.try_emplace(key.name, HistogramFamily{key.help, scale, {}}).first->second;
    auto& sum = family.values[key.labels];
    for (std::size_t i = 0; i < Histogram::bucket_count; ++i) {
      sum.buckets[i] += value.bucket(i);
    }
    sum.sum += value.sum();
  }
  std::string out;
  const auto head = [&out](const std::string& name, const std::string& help,
                           std::string_view type) {
    out.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ");
    out.append(name).append(" ").append(type).append("\n");
  };
  for (const auto& [name, family] : scalars) {
    head(name, family.help, family.type);
    for (const auto& [labels, value] : family.values) {
      out.append(name)
          .append(braces(labels))
          .append(" ")
          .append(std::to_string(value))
          .append("\n");
    }
  }
  for (const auto& [name, family] : histograms) {
    head(name, family.help, "histogram");
    for (const auto& [labels, value] : family.values) {
      out.append(histogram_lines(name, labels, family.unit, value));
    }
  }
  return out;
}

std::optional<std::int64_t> Metrics::gauge_value(std::string_view name) const {
  const std::scoped_lock lock(mutex_);
  std::optional<std::int64_t> sum;
  for (const auto& entry : gauges_) {
    if (entry.key.name == name) {
      sum = sum.value_or(0) + entry.value.value();
    }
  }
  return sum;
}

}  // namespace base
