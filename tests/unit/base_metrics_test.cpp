#include <gtest/gtest.h>

#include "base/metrics.hpp"

namespace base_metrics_test {
namespace {

using base::HistogramUnit;
using base::Metrics;

TEST(Metrics, OfNothingAreAnEmptyText) { EXPECT_EQ(Metrics().render(), ""); }

TEST(Metrics, ACounterIsRenderedWithItsHelpAndType) {
  Metrics metrics;
  base::Counter& counter = metrics.counter({"books_total", "Books made.", {}});
  counter.add();
  counter.add(41);
  EXPECT_EQ(counter.value(), 42U);
  EXPECT_EQ(metrics.render(),
            "# HELP books_total Books made.\n"
            "# TYPE books_total counter\n"
            "books_total 42\n");
}

TEST(Metrics, ThreadsThatRegisterTheSameNameAndLabelsAreAddedUp) {
  Metrics metrics;
  metrics.counter({"requests_total", "R.", "status=\"200\""}).add(1);
  metrics.counter({"requests_total", "R.", "status=\"404\""}).add(5);
  metrics.counter({"requests_total", "R.", "status=\"200\""}).add(2);
  EXPECT_EQ(metrics.render(),
            "# HELP requests_total R.\n"
            "# TYPE requests_total counter\n"
            "requests_total{status=\"200\"} 3\n"
            "requests_total{status=\"404\"} 5\n");
}

TEST(Metrics, AGaugeGoesUpAndDownAndBelowZero) {
  Metrics metrics;
  base::Gauge& gauge = metrics.gauge({"queue", "Waiting.", {}});
  gauge.set(10);
  gauge.add(-13);
  EXPECT_EQ(gauge.value(), -3);
  EXPECT_EQ(metrics.render(),
            "# HELP queue Waiting.\n"
            "# TYPE queue gauge\n"
            "queue -3\n");
}

TEST(Metrics, FamiliesStandTogetherWhateverTheOrderOfRegistration) {
  Metrics metrics;
  metrics.counter({"b_total", "B.", "x=\"1\""});
  metrics.counter({"a_total", "A.", {}});
  metrics.counter({"b_total", "B.", "x=\"0\""});
  EXPECT_EQ(metrics.render(),
            "# HELP a_total A.\n# TYPE a_total counter\na_total 0\n"
            "# HELP b_total B.\n# TYPE b_total counter\nb_total{x=\"0\"} 0\nb_total{x=\"1\"} 0\n");
}

TEST(Histogram, EachValueFallsIntoTheFirstPowerOfTwoThatHoldsIt) {
  base::Histogram histogram;
  struct Case {
    std::uint64_t units;
    std::size_t bucket;
  };
  std::uint64_t sum = 0;
  for (const auto& [units, bucket] :
       {Case{0, 0}, Case{1, 0}, Case{2, 1}, Case{3, 2}, Case{4, 2}, Case{5, 3}, Case{1024, 10},
        Case{1025, 11}, Case{std::uint64_t{1} << 24, 24}, Case{(std::uint64_t{1} << 24) + 1, 25},
        Case{std::uint64_t{1} << 40, 25}}) {
    const std::uint64_t before = histogram.bucket(bucket);
    histogram.record(units);
    sum += units;
    EXPECT_EQ(histogram.bucket(bucket), before + 1) << units;
  }
  EXPECT_EQ(histogram.sum(), sum);
}

TEST(Histogram, ATimeIsCountedInMicrosecondsAndNeverNegative) {
  base::Histogram histogram;
  histogram.record(std::chrono::microseconds(3));
  histogram.record(std::chrono::nanoseconds(3999));
  histogram.record(-std::chrono::microseconds(5));
  EXPECT_EQ(histogram.bucket(2), 2U);
  EXPECT_EQ(histogram.bucket(0), 1U);
  EXPECT_EQ(histogram.sum(), 6U);
}

// The line that begins with this name.
std::string line(const std::string& text, const std::string& name) {
  const std::size_t at = text.find('\n' + name + ' ');
  return at == std::string::npos ? "" : text.substr(at + 1, text.find('\n', at + 1) - at - 1);
}

TEST(Histogram, IsRenderedCumulativelyInSeconds) {
  Metrics metrics;
  auto& histogram =
      metrics.histogram({"took_seconds", "T.", "rota=\"/\""}, HistogramUnit::microseconds);
  histogram.record(std::uint64_t{1});
  histogram.record(std::uint64_t{3});
  histogram.record(std::uint64_t{1} << 30);
  const std::string text = metrics.render();
  EXPECT_TRUE(text.starts_with("# HELP took_seconds T.\n# TYPE took_seconds histogram\n"));
  const std::string bucket = R"(took_seconds_bucket{rota="/",le=")";
  EXPECT_EQ(line(text, bucket + "1e-06\"}"), bucket + "1e-06\"} 1");
  EXPECT_EQ(line(text, bucket + "2e-06\"}"), bucket + "2e-06\"} 1");
  EXPECT_EQ(line(text, bucket + "4e-06\"}"), bucket + "4e-06\"} 2");
  EXPECT_EQ(line(text, bucket + "16.777216\"}"), bucket + "16.777216\"} 2");
  EXPECT_EQ(line(text, bucket + "+Inf\"}"), bucket + "+Inf\"} 3");
  EXPECT_EQ(line(text, "took_seconds_count{rota=\"/\"}"), "took_seconds_count{rota=\"/\"} 3");
  EXPECT_EQ(line(text, "took_seconds_sum{rota=\"/\"}"), "took_seconds_sum{rota=\"/\"} 1073.741828");
}

TEST(Histogram, OfCountsIsRenderedInItsOwnUnitAndAddedUpOverThreads) {
  Metrics metrics;
  metrics.histogram({"batch", "B.", {}}, HistogramUnit::count).record(std::uint64_t{1});
  metrics.histogram({"batch", "B.", {}}, HistogramUnit::count).record(std::uint64_t{7});
  const std::string text = metrics.render();
  EXPECT_EQ(line(text, "batch_bucket{le=\"1\"}"), "batch_bucket{le=\"1\"} 1");
  EXPECT_EQ(line(text, "batch_bucket{le=\"8\"}"), "batch_bucket{le=\"8\"} 2");
  EXPECT_EQ(line(text, "batch_sum"), "batch_sum 8");
  EXPECT_EQ(line(text, "batch_count"), "batch_count 2");
}

}  // namespace
}  // namespace base_metrics_test
