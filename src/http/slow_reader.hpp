// Clients that read their answers more slowly than those are made: what waits for them is held in
// memory, so each must read at a least rate, and all of them together hold no more than a bound.
// From half of it on no large answer is begun and the least rate is higher; beyond it those that
// have waited longest on a thread with more than its share are cut off. One I/O thread's; the sum
// is everyone's.
#pragma once

#include <atomic>
#include <boost/intrusive/list.hpp>
#include <cstddef>

namespace http {

class SlowReader : public boost::intrusive::list_base_hook<> {
 public:
  virtual ~SlowReader() = default;
  // Closes the connection; it is released then.
  virtual void cut_off() noexcept = 0;

 private:
  friend class SlowReaders;
  std::size_t held_bytes_ = 0;  // 0: not among the slow ones
};

class SlowReaders {
 public:
  // `held_by_all`: bytes that the slow readers of every thread have waiting. What this thread's
  // have up to its share is safe from what the others' do: so it may be twice `bytes_max` for a
  // moment.
  SlowReaders(std::size_t bytes_max, std::size_t share,
              std::atomic<std::size_t>& held_by_all) noexcept
      : bytes_max_(bytes_max), share_(share), held_by_all_(held_by_all) {}

  // `bytes` (not 0) wait for this reader now. It may be cut off itself.
  void hold(SlowReader& reader, std::size_t bytes) noexcept;
  void release(SlowReader& reader) noexcept {
    if (reader.held_bytes_ != 0) {
      forget(reader);
    }
  }
  bool is_crowded() const noexcept {
    return held_by_all_.load(std::memory_order_relaxed) > bytes_max_ / 2;
  }

 private:
  void forget(SlowReader& reader) noexcept;

  std::size_t bytes_max_;
  std::size_t share_;
  std::size_t held_ = 0;
  std::atomic<std::size_t>& held_by_all_;
  boost::intrusive::list<SlowReader, boost::intrusive::constant_time_size<false>> readers_;
};

}  // namespace http
