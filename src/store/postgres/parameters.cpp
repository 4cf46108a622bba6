#include "store/postgres/parameters.hpp"

#include "base/check.hpp"

namespace postgres {
namespace {

// Network byte order.
template <class Number>
void append_number(std::string& out, Number number) {
  for (std::size_t byte = sizeof(Number); byte-- > 0;) {
    out += static_cast<char>((number >> (8 * byte)) & 0xFF);
  }
}

std::size_t width_of(Type type) noexcept {
  if (type == Type::big) {
    return 8;
  }
  return type == Type::integer ? 4 : 2;
}

void append_integer(std::string& out, std::int64_t value, std::size_t width) {
  const auto bits = static_cast<std::uint64_t>(value);
  for (std::size_t byte = width; byte-- > 0;) {
    out += static_cast<char>((bits >> (8 * byte)) & 0xFF);
  }
}

}  // namespace

void Column::add(std::int64_t value) {
  const std::size_t width = width_of(element_);
  append_number(elements_, static_cast<std::uint32_t>(width));
  append_integer(elements_, value, width);
  ++count_;
}

void Column::add(std::string_view text) {
  append_number(elements_, static_cast<std::uint32_t>(text.size()));
  elements_.append(text);
  ++count_;
}

void Column::add_null() {
  append_number(elements_, ~std::uint32_t{0});
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

void Column::add_or_null(const std::optional<std::int32_t>& value) {
  if (!value) {
    add_null();
    return;
  }
  add(std::int64_t{*value});
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
  return element_ == Type::bytes ? Type::bytes_array : Type::texts;
}

std::string Column::bytes() const {
  std::string out;
  out.reserve(elements_.size() + 20);
  append_number(out, std::uint32_t{count_ == 0 ? 0U : 1U});  // dimensions
  append_number(out, std::uint32_t{has_null_ ? 1U : 0U});
  append_number(out, static_cast<std::uint32_t>(element_));
  if (count_ > 0) {
    append_number(out, static_cast<std::uint32_t>(count_));
    append_number(out, std::uint32_t{1});  // lower bound
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

Parameters& Parameters::add_null(Type type) {
  values_.push_back({type, std::nullopt});
  return *this;
}

Parameters::Arrays Parameters::arrays() const {
  Arrays arrays;
  for (const Value& value : values_) {
    arrays.types.push_back(static_cast<std::uint32_t>(value.type));
    arrays.values.push_back(value.bytes ? value.bytes->data() : nullptr);
    arrays.lengths.push_back(value.bytes ? static_cast<int>(value.bytes->size()) : 0);
    arrays.formats.push_back(1);
  }
  return arrays;
}

}  // namespace postgres
