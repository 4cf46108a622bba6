// Strict JSON in (RFC 8259): the whole text is checked before anything of it is handed out. Refused
// are duplicate keys (compared in NFC), lone surrogates, invalid UTF-8, anything behind the value,
// and nesting beyond depth_max. Numbers keep their spelling. A Document belongs to one thread.
// What to read first: Document::parse, then Value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/expected.hpp"

namespace json {

// Levels of arrays and objects; reading recurses this deep at most.
inline constexpr std::size_t depth_max = 64;

enum class Fault : std::uint8_t {
  empty,
  syntax,
  trailing_text,
  invalid_utf8,
  unclosed_string,
  control_character,  // unescaped, inside a string
  bad_escape,
  lone_surrogate,
  bad_number,
  bad_literal,
  too_deep,
  duplicate_key,
  too_large,  // 1 GiB or more
};

struct Error {
  Fault fault;
  std::size_t byte_offset;  // where it was noticed, in the text as given
  std::string pointer;      // RFC 6901, to the value or member it lies in
};

template <class T>
using Result = base::Expected<T, Error>;

enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

// A value and what lies inside it, in document order; a member is its key followed by its value.
struct Node {
  const char* text;    // of strings and keys: decoded; keys in NFC
  const char* source;  // of scalars and keys: as sent, strings with their quotes
  std::uint32_t text_size;
  std::uint32_t source_size;
  std::uint32_t span;  // nodes up to the next sibling
  Kind kind;
};

struct Member;

// A handle on one value; valid as long as its Document, until that parses again.
class Value {
 public:
  explicit Value(const Node* node) noexcept : node_(node) {}

  Kind kind() const noexcept { return node_->kind; }
  // The decoded text of a string; empty for every other kind.
  std::string_view text() const noexcept { return {node_->text, node_->text_size}; }
  // A scalar exactly as sent; empty for arrays and objects.
  std::string_view source() const noexcept { return {node_->source, node_->source_size}; }
  bool is_true() const noexcept { return kind() == Kind::boolean && source() == "true"; }
  // True when this is a number without fraction and exponent, however large.
  bool is_integer() const noexcept;
  // nullopt: not such a number, or beyond 64 bits.
  std::optional<std::int64_t> integer() const noexcept;

  template <class Element, std::uint32_t first>
  class Range;
  // Empty for every other kind.
  Range<Value, 0> items() const noexcept;
  Range<Member, 1> members() const noexcept;
  std::optional<Value> member(std::string_view key) const noexcept;

 private:
  const Node* node_;
};

struct Member {
  explicit Member(const Node* key_node) noexcept
      : node(key_node), key(key_node->text, key_node->text_size), value(key_node + 1) {}

  const Node* node;
  std::string_view key;  // decoded, NFC
  Value value;

  // As sent, with its quotes.
  std::string_view key_source() const noexcept { return {node->source, node->source_size}; }
};

// `first`: nodes of an element before its value.
template <class Element, std::uint32_t first>
class Value::Range {
 public:
  class Iterator {
   public:
    explicit Iterator(const Node* node) noexcept : node_(node) {}
    Element operator*() const noexcept { return Element(node_); }
    Iterator& operator++() noexcept {
      node_ += first + node_[first].span;
      return *this;
    }
    bool operator==(const Iterator&) const noexcept = default;

   private:
    const Node* node_;
  };

  Range(const Node* begin, const Node* end) noexcept : begin_(begin), end_(end) {}
  Iterator begin() const noexcept { return Iterator(begin_); }
  Iterator end() const noexcept { return Iterator(end_); }
  bool empty() const noexcept { return begin_ == end_; }

 private:
  const Node* begin_;
  const Node* end_;
};

inline Value::Range<Value, 0> Value::items() const noexcept {
  return {node_ + 1, node_ + (kind() == Kind::array ? node_->span : 1)};
}
inline Value::Range<Member, 1> Value::members() const noexcept {
  return {node_ + 1, node_ + (kind() == Kind::object ? node_->span : 1)};
}

// Parses one text at a time. Buffers are taken from the thread's spare ones and handed back unless
// a large text made them large, so that a megabyte read once is not kept for ever.
class Document {
 public:
  Document();
  ~Document();
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  // The text is copied; it may go away afterwards.
  Result<Value> parse(std::string_view text);

 private:
  class State;
  static std::unique_ptr<State>& spare();

  std::unique_ptr<State> state_;
};

// A value as it was sent, for people; of an array or an object only what it is: "[…]", "{…}".
std::string_view spelling_of(Value value) noexcept;

// Appends one RFC 6901 token: "/" and `key` with ~ and / escaped. Of a key longer than
// pointer_key_max only the begin is shown, with "…": pointers are for people, and clients choose
// their keys.
inline constexpr std::size_t pointer_key_max = 64;
void append_pointer(std::string& pointer, std::string_view key);

}  // namespace json
