#include "http/encoded_stream.hpp"

#include <string>
#include <utility>

#include "http/compression.hpp"

namespace http {
namespace {

class EncodedStream final : public BodyStream {
 public:
  EncodedStream(std::shared_ptr<BodyStream> stream, Coding coding)
      : stream_(std::move(stream)), compressor_(make_compressor(coding)) {}

  void begin(Wake wake) override { stream_->begin(std::move(wake)); }
  Made make(std::string& out) override {
    piece_.clear();
    const Made made = stream_->make(piece_);
    if (!piece_.empty()) {
      compressor_->add(piece_, out);
    }
    if (made == Made::end) {
      compressor_->finish(out);
    }
    return made;
  }
  std::string trailers() const override { return stream_->trailers(); }
  void tick(Clock::time_point now) override { stream_->tick(now); }
  Ends ends() const noexcept override { return stream_->ends(); }
  void end_now() noexcept override { stream_->end_now(); }

 private:
  std::shared_ptr<BodyStream> stream_;
  std::unique_ptr<Compressor> compressor_;
  std::string piece_;
};

}  // namespace

std::shared_ptr<BodyStream> encoded(std::shared_ptr<BodyStream> stream, Coding coding) {
  return std::make_shared<EncodedStream>(std::move(stream), coding);
}

}  // namespace http
