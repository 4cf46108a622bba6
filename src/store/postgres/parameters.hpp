// The parameters of one statement in PostgreSQL's binary format: numbers, texts, and whole columns
// as arrays, so that one statement carries a batch. Built on one thread and moved to the one that
// sends them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace postgres {

// Object identifiers of the built-in types (pg_type.dat of PostgreSQL; they never change).
enum class Type : std::uint32_t {
  boolean = 16,
  bytes = 17,
  big = 20,
  small = 21,
  integer = 23,
  text = 25,
  json = 114,
  jsons = 199,
  integers = 1007,
  texts = 1009,
  bytes_array = 1001,
  bigs = 1016,
  smalls = 1005,
};

// A column of values as one array parameter.
class Column {
 public:
  explicit Column(Type element) : element_(element) {}

  void add(std::int64_t value);  // as wide as the element's type
  void add(std::string_view text);
  void add_null();
  // NULL when empty.
  void add_text_or_null(std::string_view text);

  std::size_t size() const noexcept { return count_; }
  bool empty() const noexcept { return count_ == 0; }
  Type type() const noexcept;
  // The whole parameter: header and elements.
  std::string bytes() &&;

 private:
  void add_sized(std::string_view bytes);

  static constexpr std::size_t header_size = 20;
  static constexpr std::size_t empty_header_size = 12;

  Type element_;
  std::size_t count_ = 0;
  bool has_null_ = false;
  std::string bytes_ = std::string(header_size, '\0');  // the header is written in the end
};

class Parameters {
 public:
  Parameters& add(std::int64_t value);
  Parameters& add(std::string_view text);
  Parameters& add(Column column);
  Parameters& add_bytes(std::string_view bytes);

  // For libpq: parallel arrays, valid as long as this is neither changed nor moved.
  struct Arrays {
    std::vector<std::uint32_t> types;
    std::vector<const char*> values;
    std::vector<int> lengths;
    std::vector<int> formats;
  };
  Arrays arrays() const;

 private:
  struct Value {
    Type type;
    std::string bytes;
  };
  std::vector<Value> values_;
};

}  // namespace postgres
