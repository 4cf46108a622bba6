// Requests that wait for their turn, oldest first, never more than a bound and never longer than
// one. The store's thread.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <deque>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "store/postgres/request.hpp"

namespace postgres {

template <class Request>
class RequestQueue {
 public:
  explicit RequestQueue(std::size_t requests_max) : requests_max_(requests_max) {}

  bool empty() const noexcept { return requests_.empty(); }
  std::size_t size() const noexcept { return requests_.size(); }

  // One more than the bound is answered `overloaded`.
  void add(Request&& request, ReplyBatch& replies) {
    if (requests_.size() >= requests_max_) {
      replies.refuse(std::move(request), catalog::ProblemCode::overloaded);
      return;
    }
    requests_.push_back(std::move(request));
  }
  // The oldest ones.
  std::vector<Request> take(std::size_t most) {
    return take_until(requests_.begin() +
                      static_cast<std::ptrdiff_t>(std::min(requests_.size(), most)));
  }
  // The oldest ones that weigh at most so much together, at least one.
  template <class Weigh>
  std::vector<Request> take_weighed(std::size_t weight_max, Weigh weigh) {
    std::size_t weight = 0;
    return take_until(std::find_if(requests_.begin(), requests_.end(), [&](const Request& request) {
      const bool is_first = weight == 0;
      weight += weigh(request);
      return !is_first && weight > weight_max;
    }));
  }
  // The oldest ones that weigh at most so much together; maybe none.
  template <class Weigh>
  std::vector<Request> take_fitting(std::size_t weight_max, Weigh weigh) {
    std::size_t weight = 0;
    return take_until(std::find_if(requests_.begin(), requests_.end(), [&](const Request& request) {
      weight += weigh(request);
      return weight > weight_max;
    }));
  }
  // Taken before; the next one again.
  void put_back(Request&& request) { requests_.push_front(std::move(request)); }
  // Refuses those that have waited longer than `wait_max`.
  void expire(std::chrono::milliseconds wait_max, catalog::ProblemCode code, ReplyBatch& replies) {
    const SteadyTime oldest = std::chrono::steady_clock::now() - wait_max;
    std::erase_if(requests_, [&](Request& request) {
      const bool expired = request.asked < oldest;
      if (expired) {
        replies.refuse(std::move(request), code);
      }
      return expired;
    });
  }

 private:
  std::vector<Request> take_until(const typename std::deque<Request>::iterator& end) {
    std::vector<Request> taken(std::make_move_iterator(requests_.begin()),
                               std::make_move_iterator(end));
    requests_.erase(requests_.begin(), end);
    return taken;
  }

  const std::size_t requests_max_;
  std::deque<Request> requests_;
};

}  // namespace postgres
