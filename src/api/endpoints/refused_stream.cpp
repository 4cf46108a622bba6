#include "api/endpoints/refused_stream.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace api {
namespace {

class RefusedStream final : public http::BodyStream,
                            public std::enable_shared_from_this<RefusedStream> {
 public:
  RefusedStream(imports::RefusedBytes first, std::shared_ptr<StreamPlace> place)
      : now_(std::move(first)), place_(std::move(place)) {}

  void begin(Wake wake) override {
    wake_ = std::move(wake);
    ask_next();
  }

  Made make(std::string& out) override {
    while (!has_failed_ && out.size() < http::stream_piece_bytes) {
      if (sent_ < now_.bytes.size()) {
        const std::size_t size =
            std::min(now_.bytes.size() - sent_, http::stream_piece_bytes - out.size());
        out.append(now_.bytes, sent_, size);
        sent_ += size;
      } else if (next_) {
        now_ = *std::exchange(next_, std::nullopt);
        sent_ = 0;
        ask_next();
      } else {
        return is_asking_ ? Made::later : Made::end;
      }
    }
    return has_failed_ ? Made::broken : Made::some;
  }

 private:
  void ask_next() {
    if (!now_.ask_more) return;
    is_asking_ = true;
    now_.ask_more([self = shared_from_this()](catalog::Result<imports::RefusedBytes> part) {
      self->is_asking_ = false;
      if (part) {
        self->next_ = *std::move(part);
      } else {
        self->has_failed_ = true;
      }
      self->wake_();
    });
  }

  imports::RefusedBytes now_;  // the part at hand
  std::size_t sent_ = 0;       // of it
  std::optional<imports::RefusedBytes> next_;
  bool is_asking_ = false;
  bool has_failed_ = false;
  Wake wake_;
  std::shared_ptr<StreamPlace> place_;
};

}  // namespace

std::shared_ptr<http::BodyStream> make_refused_stream(imports::RefusedBytes first,
                                                      std::shared_ptr<StreamPlace> place) {
  return std::make_shared<RefusedStream>(std::move(first), std::move(place));
}

}  // namespace api
