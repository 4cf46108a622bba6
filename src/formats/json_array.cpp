#include "formats/json_array.hpp"

#include <utility>

#include "formats/book_json_append.hpp"

namespace formats {
namespace {

class JsonWriter final : public Writer {
 public:
  explicit JsonWriter(WriteOptions::Extent extent) : extent_(extent) {}

  void begin(std::string& out) override {
    if (extent_ == WriteOptions::Extent::list) out += '[';
  }
  void append(std::string& out, const catalog::Book& book) override {
    if (!std::exchange(is_first_, false)) out += ",\n";
    append_book(out, book);
  }
  void end(std::string& out) override {
    if (extent_ == WriteOptions::Extent::list) out += ']';
  }

 private:
  WriteOptions::Extent extent_;
  bool is_first_ = true;
};

}  // namespace

std::unique_ptr<Writer> make_json_writer(WriteOptions::Extent extent) {
  return std::make_unique<JsonWriter>(extent);
}

}  // namespace formats
