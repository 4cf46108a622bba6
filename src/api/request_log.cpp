#include "api/request_log.hpp"

#include <exception>
#include <string>

#include "api/routes.hpp"
#include "base/text.hpp"

namespace api {
namespace {

constexpr std::size_t logged_bytes_max = 512;  // of a target or user agent

std::string_view pattern_of(RouteIndex route) noexcept {
  return route.value < routes().size() ? routes()[route.value].pattern : "-";
}

std::string labels_of(std::string_view method, std::string_view pattern) {
  std::string labels = "metodo=\"";
  labels.append(method).append("\",rota=\"").append(pattern).append("\"");
  return labels;
}

// Asked by machines every few seconds; a 200 says nothing that the former one did not.
bool is_probe_without_news(const Answered& answered) noexcept {
  if (answered.status != 200 || answered.route.value >= routes().size()) {
    return false;
  }
  const Route& route = routes()[answered.route.value];
  return route.access == Access::unchecked || route.pattern == "/metrics";
}

std::string_view method_of(RouteIndex route) noexcept {
  return route.value < routes().size() ? http::to_string(routes()[route.value].method) : "-";
}

}  // namespace

RequestLog::RequestLog(base::Metrics& metrics, base::Log& log, AccessLog access_log)
    : metrics_(metrics),
      log_(log),
      access_log_(access_log),
      hits_(metrics.counter({"livros_cache_hits_total", "Answers taken from a cache."})),
      misses_(metrics.counter({"livros_cache_misses_total", "Cacheable answers made anew."})) {
  constexpr std::array<std::string_view, overload_cause_count> bounds{
      "bound=\"in_flight\"", "bound=\"lag\"", "bound=\"unsent\""};
  for (std::size_t i = 0; i < overload_cause_count; ++i) {
    overloaded_[i] =
        &metrics.counter({"livros_overloaded_total",
                          "Requests refused because there was too much of something.", bounds[i]});
  }
  for (std::size_t i = 0; i <= routes().size(); ++i) {
    const std::string labels = labels_of(method_of({i}), pattern_of({i}));
    latency_.push_back(
        &metrics.histogram({"livros_http_request_duration_seconds",
                            "From the whole head to the answer handed over.", labels},
                           base::HistogramUnit::microseconds));
  }
}

base::Counter& RequestLog::counter_of(const Answered& answered) {
  const std::size_t key = (answered.route.value << 16) + answered.status;
  if (key == last_key_) {
    return *last_counter_;
  }
  base::Counter*& counter = counters_[key];
  if (counter == nullptr) {
    counter = &register_counter(answered);
  }
  last_key_ = key;
  last_counter_ = counter;
  return *counter;
}

base::Counter& RequestLog::register_counter(const Answered& answered) {
  const std::string labels = labels_of(method_of(answered.route), pattern_of(answered.route)) +
                             ",status=\"" + std::to_string(answered.status) + '"';
  return metrics_.counter(
      {"livros_http_requests_total", "Requests answered, by route and status.", labels});
}

void RequestLog::enter(const http::Request& request, const Answered& answered) noexcept {
  try {
    const auto elapsed = std::chrono::steady_clock::now() - request.started;
    counter_of(answered).add();
    latency_[answered.route.value]->record(elapsed);
    if (access_log_ == AccessLog::on && !is_probe_without_news(answered)) {
      write_line(request, answered, elapsed);
    }
  } catch (const std::exception&) {
    // No memory for an entry: it is missing. Its answer may be on its way already.
  }
}

void RequestLog::write_line(const http::Request& request, const Answered& answered,
                            std::chrono::steady_clock::duration elapsed) {
  const auto us = std::chrono::duration_cast<std::chrono::microseconds>(elapsed).count();
  // The answer to a HEAD has the length of its GET, and no body.
  const auto body_bytes = request.method == http::Method::head
                              ? std::int64_t{0}
                              : static_cast<std::int64_t>(answered.body_bytes);
  log_.access(
      {{"metodo", request.method_token},
       {"alvo", base::clip_bytes(request.target, logged_bytes_max)},
       {"rota", pattern_of(answered.route)},
       {"status", std::int64_t{answered.status}},
       {"bytes", body_bytes},
       {"duracao_us", std::int64_t{us}},
       {"pedido", answered.id},
       {"traceparent", request.header(http::Header::traceparent).substr(0, 64)},
       {"cliente", request.peer},
       {"agente", base::clip_bytes(request.header(http::Header::user_agent), logged_bytes_max)}});
}

}  // namespace api
