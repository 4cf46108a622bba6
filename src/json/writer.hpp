// Append-only JSON output (RFC 8259) into one string that the caller owns and reuses; UTF-8 goes
// out as it is. Pure functions and two stateless-but-for-a-mark classes; any thread, hot path of
// lists. Writing cannot fail; texts must be valid UTF-8.
#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

namespace json {

// `text` in quotes, with ", \ and the controls below U+0020 escaped.
void append_string(std::string& out, std::string_view text);

template <std::integral Integer>
void append_integer(std::string& out, Integer value) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

// "{", members with commas between them, "}". Every member starts with its own comma; the first
// one's becomes the brace, so no flag is asked on the way.
class Object {
 public:
  explicit Object(std::string& out) : out_(out), begin_(out.size()) {}

  // `prefix` is the finished text `,"key":`; the caller appends the value.
  void member(std::string_view prefix) { out_ += prefix; }
  // The same for a key known at run time only.
  void key(std::string_view name) {
    out_ += ',';
    append_string(out_, name);
    out_ += ':';
  }
  void string(std::string_view name, std::string_view text) {
    key(name);
    append_string(out_, text);
  }
  template <std::integral Integer>
  void integer(std::string_view name, Integer value) {
    key(name);
    append_integer(out_, value);
  }
  void end() {
    if (out_.size() == begin_) {
      out_ += '{';
    } else {
      out_[begin_] = '{';
    }
    out_ += '}';
  }

 private:
  std::string& out_;
  std::size_t begin_;
};

// "[", items with commas between them, "]"; item() before each item.
class Array {
 public:
  explicit Array(std::string& out) : out_(out), begin_(out.size()) {}

  void item() { out_ += ','; }
  void end() {
    if (out_.size() == begin_) {
      out_ += '[';
    } else {
      out_[begin_] = '[';
    }
    out_ += ']';
  }

 private:
  std::string& out_;
  std::size_t begin_;
};

}  // namespace json
