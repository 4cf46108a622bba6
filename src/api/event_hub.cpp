#include "api/event_hub.hpp"

#include <algorithm>
#include <utility>

#include "api/answer/change_json.hpp"

namespace api {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t recent_max = 2000;
// What a stream reads for itself waits in memory until it is sent.
constexpr std::size_t replayed_at_once = 100;
constexpr std::size_t read_at_once = store::changes_limit_max;
// Changes of other instances are noticed by looking.
constexpr milliseconds look_every{500};
constexpr seconds comment_every{15};
constexpr seconds permission_checked_every{2};
constexpr std::string_view greeting = "retry: 3000\n\n: ok\n\n";
constexpr std::string_view comment = ": ok\n\n";

void append_event(std::string& out, const store::ChangeEntry& entry) {
  out.append("id: ").append(std::to_string(entry.sequence.value));
  out.append("\nevent: ").append(wire_name(entry.change)).append("\ndata: ");
  append_change(out, entry);
  out.append("\n\n");
}

}  // namespace

class EventStream final : public http::BodyStream,
                          public std::enable_shared_from_this<EventStream> {
 public:
  EventStream(std::shared_ptr<EventHub> hub, EventHub::Opening&& opening)
      : hub_(std::move(hub)), opening_(std::move(opening)), position_(opening_.after) {}
  ~EventStream() override { hub_->leave(*this); }

  void begin(Wake wake) override { wake_ = std::move(wake); }
  Made make(std::string& out) override;
  void tick(Clock::time_point now) override;
  Ends ends() const noexcept override { return Ends::when_told; }
  void end_now() noexcept override { is_over_ = true; }
  void wake() { wake_(); }

 private:
  void append_recent(std::string& out);
  void replay();

  std::shared_ptr<EventHub> hub_;
  EventHub::Opening opening_;
  Wake wake_ = [] {};
  catalog::Sequence position_;  // everything up to here is sent
  std::string replayed_;
  catalog::Sequence replayed_to_;
  bool is_greeted_ = false;
  bool is_comment_due_ = false;
  bool is_over_ = false;
  bool is_replaying_ = false;
  Clock::time_point sent_at_ = Clock::now();
  Clock::time_point permitted_at_ = Clock::now();
};

// ---- one stream

http::BodyStream::Made EventStream::make(std::string& out) {
  if (!std::exchange(is_greeted_, true)) {
    out += greeting;
  }
  if (std::exchange(is_comment_due_, false)) {
    out += comment;
  }
  while (!is_over_ && out.size() < http::stream_piece_bytes && !is_replaying_) {
    if (!replayed_.empty()) {
      out += std::exchange(replayed_, {});
      position_ = replayed_to_;
    } else if (position_ >= hub_->newest_) {
      break;
    } else if (position_ < hub_->known_from_) {
      replay();
    } else {
      append_recent(out);
    }
  }
  if (!out.empty()) {
    sent_at_ = Clock::now();
  }
  return is_over_ ? Made::end : Made::later;
}

void EventStream::append_recent(std::string& out) {
  auto next = std::ranges::upper_bound(hub_->recent_, position_, {}, &EventHub::Event::sequence);
  for (; next != hub_->recent_.end() && out.size() < http::stream_piece_bytes; ++next) {
    out += next->text;
    position_ = next->sequence;
  }
  if (next == hub_->recent_.end()) {
    position_ = hub_->newest_;
  }
}

void EventStream::replay() {
  is_replaying_ = true;
  hub_->session_.read(store::ListChanges{position_, replayed_at_once},
                      [weak = weak_from_this()](search::ReadOutcome outcome) {
                        const auto self = weak.lock();
                        if (!self) {
                          return;
                        }
                        self->is_replaying_ = false;
                        if (!outcome) {
                          self->is_over_ = true;  // the client comes again, and says where it was
                        } else {
                          const auto& changes = std::get<store::Changes>(outcome->value);
                          for (const store::ChangeEntry& entry : changes.entries) {
                            append_event(self->replayed_, entry);
                          }
                          self->replayed_to_ = changes.end == store::End::more
                                                   ? changes.entries.back().sequence
                                                   : std::max(outcome->as_of, self->position_);
                          if (self->replayed_.empty()) {
                            self->position_ = std::max(self->replayed_to_, self->hub_->known_from_);
                          }
                        }
                        self->wake_();
                      });
}

void EventStream::tick(Clock::time_point now) {
  hub_->tick(now);
  if (now - permitted_at_ >= permission_checked_every) {
    permitted_at_ = now;
    is_over_ = is_over_ || !opening_.may_go_on();
  }
  is_comment_due_ = is_comment_due_ || now - sent_at_ >= comment_every;
  if (is_over_ || is_comment_due_) {
    wake_();
  }
}

// ---- all of them

std::shared_ptr<http::BodyStream> EventHub::open(Opening opening) {
  if (streams_.empty()) {
    recent_.clear();
    known_from_ = newest_ = opening.now;
  }
  auto stream = std::make_shared<EventStream>(shared_from_this(), std::move(opening));
  streams_.push_back(stream.get());
  is_listening_ = true;
  return stream;
}

void EventHub::leave(const EventStream& stream) noexcept {
  std::erase(streams_, &stream);
  is_listening_ = !streams_.empty();
}

void EventHub::tick(Clock::time_point now) {
  if (now - looked_at_ < look_every) {
    return;
  }
  looked_at_ = now;
  const auto sequence = store_.sequence();
  if (!sequence || *sequence != newest_) {
    changed();
  }
}

void EventHub::changed() {
  if (streams_.empty()) {
    return;
  }
  if (is_reading_) {
    is_to_read_again_ = true;
    return;
  }
  is_reading_ = true;
  is_to_read_again_ = false;
  session_.read(store::ListChanges{newest_, read_at_once},
                [weak = weak_from_this()](search::ReadOutcome outcome) {
                  const auto self = weak.lock();
                  if (!self) {
                    return;
                  }
                  self->is_reading_ = false;
                  // After a failure the next tick looks again.
                  if (outcome) {
                    self->take(std::get<store::Changes>(outcome->value), outcome->as_of);
                  }
                });
}

void EventHub::take(const store::Changes& changes, catalog::Sequence as_of) {
  const bool more = changes.end == store::End::more;
  for (const store::ChangeEntry& entry : changes.entries) {
    std::string text;
    append_event(text, entry);
    recent_.push_back({entry.sequence, std::move(text)});
    newest_ = entry.sequence;
  }
  if (!more) {
    newest_ = std::max(newest_, as_of);
  }
  while (recent_.size() > recent_max) {
    known_from_ = recent_.front().sequence;
    recent_.pop_front();
  }
  // Waking one may end others.
  std::vector<std::shared_ptr<EventStream>> awake;
  for (EventStream* const stream : streams_) {
    awake.push_back(stream->shared_from_this());
  }
  for (const auto& stream : awake) {
    stream->wake();
  }
  if (more || is_to_read_again_) {
    changed();
  }
}

}  // namespace api
