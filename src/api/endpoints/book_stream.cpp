#include "api/endpoints/book_stream.hpp"

#include <optional>
#include <string>
#include <utility>

namespace api {
namespace {

using Trailer = BookStreamParts::Trailer;

class BookStream final : public http::BodyStream, public std::enable_shared_from_this<BookStream> {
 public:
  explicit BookStream(BookStreamParts parts) : parts_(std::move(parts)) {}

  void begin(Wake wake) override {
    wake_ = std::move(wake);
    read_next();
  }
  Made make(std::string& out) override;
  std::string trailers() const override;

 private:
  void read_next();
  void append(std::string& out, const store::BookDocument& book);

  BookStreamParts parts_;
  Wake wake_;
  bool has_begun_ = false;
  bool has_failed_ = false;
  bool is_reading_ = false;
  std::optional<search::BookPart> next_;
  search::BookPart now_{{}, store::End::more};  // the part at hand
  std::size_t written_ = 0;                     // of it
};

void BookStream::read_next() {
  is_reading_ = true;
  parts_.cursor->next([self = shared_from_this()](catalog::Result<search::BookPart> part) {
    self->is_reading_ = false;
    if (part) {
      self->next_ = *std::move(part);
    } else {
      self->has_failed_ = true;
    }
    self->wake_();
  });
}

// The document is what these two write of a book.
void BookStream::append(std::string& out, const store::BookDocument& document) {
  if (parts_.format == formats::Format::ndjson) {
    out.append(document.json).append("\n");
    return;
  }
  const auto book = formats::read_document(document.json);
  if (!book) {
    has_failed_ = true;
    return;
  }
  parts_.writer->append(out, *book);
}

http::BodyStream::Made BookStream::make(std::string& out) {
  if (!std::exchange(has_begun_, true)) {
    parts_.writer->begin(out);
  }
  while (!has_failed_ && out.size() < http::stream_piece_bytes) {
    if (written_ < now_.books.size()) {
      append(out, now_.books[written_++]);
    } else if (now_.end == store::End::reached) {
      parts_.writer->end(out);
      parts_.counts->note_shortened(parts_.writer->shortened());
      return Made::end;
    } else if (next_) {
      now_ = *std::exchange(next_, std::nullopt);
      written_ = 0;
      if (now_.end == store::End::more) {
        read_next();
      }
    } else {
      return Made::later;
    }
  }
  return has_failed_ ? Made::broken : Made::some;
}

std::string BookStream::trailers() const {
  if (parts_.trailer == Trailer::unwanted) {
    return {};
  }
  return std::string(shortened_name) + ": " + std::to_string(parts_.writer->shortened()) + "\r\n";
}

}  // namespace

std::shared_ptr<http::BodyStream> make_book_stream(BookStreamParts parts) {
  return std::make_shared<BookStream>(std::move(parts));
}

}  // namespace api
