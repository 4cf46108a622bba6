#include "store/postgres/parameters.hpp"

#include "store/postgres/network_order.hpp"

namespace postgres {
namespace {

// Length of what follows, -1 for NULL; dimensions, flags and object identifiers are as wide.
void append_word(std::string& out, std::size_t value) { append_network_order(out, value, 4); }

std::size_t width_of(Type type) noexcept {
  if (type == Type::big) {
    return 8;
  }
  return type == Type::integer ? 4 : 2;
}

void append_integer(std::string& out, std::int64_t value, std::size_t width) {
  append_network_order(out, static_cast<std::uint64_t>(value), width);
}

}  // namespace

void Column::add(std::int64_t value) {
  const std::size_t width = width_of(element_);
  append_word(elements_, width);
  append_integer(elements_, value, width);
  ++count_;
}

void Column::add(std::string_view text) {
  append_word(elements_, text.size());
  elements_.append(text);
  ++count_;
}

void Column::add_null() {
  append_word(elements_, ~std::size_t{0});
  has_null_ = true;
  ++count_;
}

void Column::add_text_or_null(std::string_view text) {
  if (text.empty()) {
    add_null();
    return;
  }
  add(text);
}

Type Column::type() const noexcept {
  if (element_ == Type::big) {
    return Type::bigs;
  }
  if (element_ == Type::integer) {
    return Type::integers;
  }
  if (element_ == Type::small) {
    return Type::smalls;
  }
  if (element_ == Type::json) {
    return Type::jsons;
  }
  return element_ == Type::bytes ? Type::bytes_array : Type::texts;
}

std::string Column::bytes() const {
  std::string out;
  out.reserve(elements_.size() + 20);
  append_word(out, count_ == 0 ? 0 : 1);  // dimensions
  append_word(out, has_null_ ? 1 : 0);
  append_word(out, static_cast<std::size_t>(element_));
  if (count_ > 0) {
    append_word(out, count_);
    append_word(out, 1);  // lower bound
    out.append(elements_);
  }
  return out;
}

Parameters& Parameters::add(std::int64_t value) {
  std::string bytes;
  append_integer(bytes, value, 8);
  values_.push_back({Type::big, std::move(bytes)});
  return *this;
}

Parameters& Parameters::add(std::string_view text) {
  values_.push_back({Type::text, std::string(text)});
  return *this;
}

Parameters& Parameters::add(const Column& column) {
  values_.push_back({column.type(), column.bytes()});
  return *this;
}

Parameters& Parameters::add_bytes(std::string_view bytes) {
  values_.push_back({Type::bytes, std::string(bytes)});
  return *this;
}

Parameters::Arrays Parameters::arrays() const {
  Arrays arrays;
  for (const Value& value : values_) {
    arrays.types.push_back(static_cast<std::uint32_t>(value.type));
    arrays.values.push_back(value.bytes.data());
    arrays.lengths.push_back(static_cast<int>(value.bytes.size()));
    arrays.formats.push_back(1);
  }
  return arrays;
}

}  // namespace postgres
