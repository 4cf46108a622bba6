// The live streams of GET /mudancas of one I/O thread. The changes are read from the store once for
// all of them and kept for a moment; a stream that begins earlier, or reads more slowly, reads them
// from the store itself. One I/O thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "api/answer/change_signal.hpp"
#include "api/answer/settings.hpp"
#include "http/body_stream.hpp"
#include "search/store.hpp"

namespace api {

class EventStream;

class EventHub final : public ChangeListener, public std::enable_shared_from_this<EventHub> {
 public:
  EventHub(search::Session& session, const search::Store& store)
      : session_(session), store_(store) {}

  struct Opening {
    catalog::Sequence after;  // the events behind this one
    catalog::Sequence now;    // of the catalogue, or a moment ago
    std::function<bool()> may_go_on;
    std::shared_ptr<StreamPlace> place;
  };
  std::shared_ptr<http::BodyStream> open(Opening opening);

  void changed() override;

 private:
  friend class EventStream;
  using Clock = http::BodyStream::Clock;
  struct Event {
    catalog::Sequence sequence;
    std::string text;
  };

  void leave(const EventStream& stream) noexcept;
  void tick(Clock::time_point now);
  void take(const store::Changes& changes, catalog::Sequence as_of);

  search::Session& session_;
  const search::Store& store_;
  std::vector<EventStream*> streams_;
  std::deque<Event> recent_;
  catalog::Sequence known_from_;  // the recent ones are all behind this one
  catalog::Sequence newest_;      // up to this one
  bool is_reading_ = false;
  bool is_to_read_again_ = false;
  Clock::time_point looked_at_{};
};

}  // namespace api
