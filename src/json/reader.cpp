// Over simdjson's On-Demand interface: its first stage finds the structure and checks the UTF-8,
// the walk below visits every token. What On-Demand is lax about (numbers and literals it is not
// asked for, values it skips, surrogates) is checked here on the token itself.

#include "json/reader.hpp"

#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <deque>
#include <utility>
#include <vector>

#include "base/check.hpp"
#include "base/text.hpp"
#include "json/token.hpp"

namespace json {
namespace {

namespace ondemand = simdjson::ondemand;

// Buffers of a text up to this size stay with the thread.
constexpr std::size_t kept_bytes_max = 64 * 1024;
constexpr std::size_t text_bytes_max = std::size_t{1} << 30;

Fault fault_of(simdjson::error_code code) noexcept {
  if (code == simdjson::UTF8_ERROR) {
    return Fault::invalid_utf8;
  }
  if (code == simdjson::UNCLOSED_STRING) {
    return Fault::unclosed_string;
  }
  if (code == simdjson::UNESCAPED_CHARS) {
    return Fault::control_character;
  }
  if (code == simdjson::STRING_ERROR) {
    return Fault::bad_escape;
  }
  return Fault::syntax;
}

std::string_view text_of(const Node& node) noexcept { return {node.text, node.text_size}; }

}  // namespace

class Document::State {
 public:
  Result<Value> parse(std::string_view text);
  bool is_small() const noexcept {
    return buffer_.size() <= kept_bytes_max && parser_.capacity() <= kept_bytes_max &&
           nodes_.capacity() * sizeof(Node) <= kept_bytes_max &&
           sorted_keys_.capacity() * sizeof(Node*) <= kept_bytes_max;
  }

 private:
  void load(std::string_view text);
  bool read_document();
  bool read(ondemand::value& value, std::size_t depth);
  bool read_array(ondemand::value& value, std::size_t depth);
  bool read_object(ondemand::value& value, std::size_t depth);
  bool read_key(ondemand::field& field);
  bool read_string(ondemand::value& value);
  bool read_scalar(ondemand::value& value, Kind kind);
  void add(Kind kind, std::string_view text, std::string_view source);
  void close(std::size_t index);
  static std::string_view token_of(ondemand::value& value) noexcept;

  // The key that repeats an earlier one of the object at `index`.
  const Node* find_duplicate(std::size_t index);
  const Node* find_duplicate_by_sorting(std::size_t index);

  // All return false.
  bool fail(Fault fault, const char* at);
  bool fail(simdjson::error_code code);
  bool fail_inside(std::string_view key);
  const char* location();
  std::size_t offset_of(const char* at) const noexcept;
  static Error first_stage_error(simdjson::error_code code, std::string_view text);

  ondemand::parser parser_;
  ondemand::document document_;
  std::vector<char> buffer_;
  std::size_t text_size_ = 0;
  std::vector<Node> nodes_;
  std::deque<std::string> composed_keys_;
  std::vector<const Node*> sorted_keys_;
  std::optional<Error> error_;
};

// The text goes between brackets: a lone scalar, an empty text and text behind the value are then
// ordinary cases of an array that must have exactly one item, instead of On-Demand's special ones.
void Document::State::load(std::string_view text) {
  text_size_ = text.size();
  const std::size_t needed = text.size() + 2 + simdjson::SIMDJSON_PADDING;
  if (buffer_.size() < needed) {
    buffer_.resize(std::max(needed, std::size_t{4096}));
  }
  buffer_[0] = '[';
  if (!text.empty()) {
    std::memcpy(buffer_.data() + 1, text.data(), text.size());
  }
  buffer_[text.size() + 1] = ']';
  // Nothing of an earlier text may stand behind this one where a structural character could.
  std::memset(buffer_.data() + text.size() + 2, 0, simdjson::SIMDJSON_PADDING);
  nodes_.clear();
  composed_keys_.clear();
  error_.reset();
}

Result<Value> Document::State::parse(std::string_view text) {
  if (text.size() >= text_bytes_max) {
    return base::Unexpected<Error>{{Fault::too_large, 0, {}}};
  }
  load(text);
  const std::size_t length = text.size() + 2;
  if (parser_.capacity() < length) {
    check(parser_.allocate(std::max(length, std::size_t{4096})) == simdjson::SUCCESS);
  }
  const auto code = parser_.iterate(buffer_.data(), length, buffer_.size()).get(document_);
  if (code != simdjson::SUCCESS) {
    return base::Unexpected<Error>{first_stage_error(code, text)};
  }
  if (!read_document()) {
    return base::Unexpected<Error>{*std::move(error_)};
  }
  return Value(nodes_.data());
}

bool Document::State::read_document() {
  ondemand::array wrapper;
  if (const auto code = document_.get_array().get(wrapper); code != simdjson::SUCCESS) {
    return fail(code);
  }
  bool found = false;
  for (auto item : wrapper) {
    ondemand::value value;
    const auto code = item.get(value);
    if (found) {
      return fail(Fault::trailing_text, location());
    }
    if (code != simdjson::SUCCESS) {
      return fail(code);
    }
    found = true;
    if (!read(value, 0)) {
      return false;
    }
  }
  // Nothing left to point at: the text ended with the array.
  if (document_.current_location().error() != simdjson::OUT_OF_BOUNDS) {
    return fail(found ? Fault::trailing_text : Fault::syntax, location());
  }
  return found || fail(Fault::empty, buffer_.data() + 1);
}

bool Document::State::read(ondemand::value& value, std::size_t depth) {
  ondemand::json_type type{};
  if (const auto code = value.type().get(type); code != simdjson::SUCCESS) {
    return fail(code);
  }
  switch (type) {
    case ondemand::json_type::array:
      return read_array(value, depth + 1);
    case ondemand::json_type::object:
      return read_object(value, depth + 1);
    case ondemand::json_type::string:
      return read_string(value);
    case ondemand::json_type::number:
      return read_scalar(value, Kind::number);
    case ondemand::json_type::boolean:
      return read_scalar(value, Kind::boolean);
    case ondemand::json_type::null:
      return read_scalar(value, Kind::null);
  }
  return fail(Fault::syntax, location());
}

bool Document::State::read_array(ondemand::value& value, std::size_t depth) {
  if (depth > depth_max) {
    return fail(Fault::too_deep, location());
  }
  const std::size_t index = nodes_.size();
  add(Kind::array, {}, {});
  ondemand::array array;
  if (const auto code = value.get_array().get(array); code != simdjson::SUCCESS) {
    return fail(code);
  }
  std::size_t position = 0;
  for (auto item : array) {
    ondemand::value element;
    const auto code = item.get(element);
    if (code != simdjson::SUCCESS ? !fail(code) : !read(element, depth)) {
      return fail_inside(std::to_string(position));
    }
    ++position;
  }
  close(index);
  return true;
}

bool Document::State::read_object(ondemand::value& value, std::size_t depth) {
  if (depth > depth_max) {
    return fail(Fault::too_deep, location());
  }
  const std::size_t index = nodes_.size();
  add(Kind::object, {}, {});
  ondemand::object object;
  if (const auto code = value.get_object().get(object); code != simdjson::SUCCESS) {
    return fail(code);
  }
  for (auto member : object) {
    ondemand::field field;
    if (const auto code = std::move(member).get(field); code != simdjson::SUCCESS) {
      return fail(code);
    }
    const std::size_t key = nodes_.size();
    if (!read_key(field)) {
      return false;
    }
    if (!read(field.value(), depth)) {
      return fail_inside(text_of(nodes_[key]));
    }
  }
  close(index);
  if (const Node* twice = find_duplicate(index)) {
    fail(Fault::duplicate_key, twice->source);
    return fail_inside(text_of(*twice));
  }
  return true;
}

bool Document::State::read_key(ondemand::field& field) {
  const char* content = field.key().raw();
  const std::string_view raw(content, string_content_size(content));
  std::string_view text = raw;
  if (raw.find('\\') != std::string_view::npos) {
    if (const std::size_t lone = find_lone_surrogate(raw); lone != std::string_view::npos) {
      return fail(Fault::lone_surrogate, content + lone);
    }
    if (const auto code = field.unescaped_key().get(text); code != simdjson::SUCCESS) {
      return fail(fault_of(code), content);
    }
  }
  if (!base::is_plainly_nfc(text)) {
    auto composed = base::to_nfc(text);
    check(composed.has_value());
    text = composed_keys_.emplace_back(*std::move(composed));
  }
  add(Kind::string, text, {content - 1, raw.size() + 2});
  return true;
}

bool Document::State::read_string(ondemand::value& value) {
  const std::string_view source = token_of(value);
  const std::string_view raw = source.substr(1, source.size() - 2);
  std::string_view text = raw;
  if (std::memchr(raw.data(), '\\', raw.size()) == nullptr) {
    // Taken, though not needed: On-Demand could mistake a string left behind for a key.
    ondemand::raw_json_string taken;
    if (const auto code = value.get_raw_json_string().get(taken); code != simdjson::SUCCESS) {
      return fail(code);
    }
  } else {
    if (const std::size_t lone = find_lone_surrogate(raw); lone != std::string_view::npos) {
      return fail(Fault::lone_surrogate, raw.data() + lone);
    }
    if (const auto code = value.get_string().get(text); code != simdjson::SUCCESS) {
      return fail(fault_of(code), source.data());
    }
  }
  add(Kind::string, text, source);
  return true;
}

bool Document::State::read_scalar(ondemand::value& value, Kind kind) {
  const std::string_view source = token_of(value);
  if (kind == Kind::number && !is_number(source)) {
    return fail(Fault::bad_number, source.data());
  }
  if ((kind == Kind::null && source != "null") ||
      (kind == Kind::boolean && source != "true" && source != "false")) {
    return fail(Fault::bad_literal, source.data());
  }
  add(kind, {}, source);
  return true;
}

// Up to the next token, without the white space between.
std::string_view Document::State::token_of(ondemand::value& value) noexcept {
  std::string_view token = value.raw_json_token();
  while (token.ends_with(' ') || token.ends_with('\n') || token.ends_with('\t') ||
         token.ends_with('\r')) {
    token.remove_suffix(1);
  }
  return token;
}

void Document::State::add(Kind kind, std::string_view text, std::string_view source) {
  nodes_.push_back({text.data(), source.data(), static_cast<std::uint32_t>(text.size()),
                    static_cast<std::uint32_t>(source.size()), 1, kind});
}

void Document::State::close(std::size_t index) {
  nodes_[index].span = static_cast<std::uint32_t>(nodes_.size() - index);
}

const Node* Document::State::find_duplicate(std::size_t index) {
  constexpr std::size_t compared_one_by_one_max = 32;
  const Value object(&nodes_[index]);
  std::uint64_t seen = 0;
  std::size_t count = 0;
  for (const Member member : object.members()) {
    if (++count > compared_one_by_one_max) {
      return find_duplicate_by_sorting(index);
    }
    // One bit per key says for most of them that no earlier one can be the same.
    const std::string_view key = member.key;
    const auto first = static_cast<unsigned char>(key.empty() ? 0 : key.front());
    const auto last = static_cast<unsigned char>(key.empty() ? 0 : key.back());
    const std::uint64_t bit = std::uint64_t{1} << ((key.size() * 7 + first * 3U + last) % 64);
    if ((seen & bit) != 0) {
      for (const Member earlier : object.members()) {
        if (earlier.node == member.node) {
          break;
        }
        if (earlier.key == key) {
          return member.node;
        }
      }
    }
    seen |= bit;
  }
  return nullptr;
}

// An object with very many members must not cost their square.
const Node* Document::State::find_duplicate_by_sorting(std::size_t index) {
  sorted_keys_.clear();
  for (const Member member : Value(&nodes_[index]).members()) {
    sorted_keys_.push_back(member.node);
  }
  std::ranges::sort(sorted_keys_, [](const Node* left, const Node* right) {
    const auto order = text_of(*left) <=> text_of(*right);
    return order == 0 ? left < right : order < 0;
  });
  const auto twice = std::ranges::adjacent_find(
      sorted_keys_,
      [](const Node* left, const Node* right) { return text_of(*left) == text_of(*right); });
  return twice == sorted_keys_.end() ? nullptr : *(twice + 1);
}

// ---- errors ------------------------------------------------------------------------------------

const char* Document::State::location() {
  const char* at = nullptr;
  const auto code = document_.current_location().get(at);
  return code == simdjson::SUCCESS ? at : buffer_.data() + text_size_ + 1;
}

bool Document::State::fail(Fault fault, const char* at) {
  error_ = Error{fault, offset_of(at), {}};
  return false;
}

bool Document::State::fail(simdjson::error_code code) { return fail(fault_of(code), location()); }

// On the way out of the recursion each level puts its own step in front.
bool Document::State::fail_inside(std::string_view key) {
  std::string pointer;
  append_pointer(pointer, key);
  error_->pointer.insert(0, pointer);
  return false;
}

std::size_t Document::State::offset_of(const char* at) const noexcept {
  const auto offset = at - (buffer_.data() + 1);
  return std::min(static_cast<std::size_t>(std::max(offset, std::ptrdiff_t{0})), text_size_);
}

// The first stage looks at the text as a whole and does not say where it stumbled.
Error Document::State::first_stage_error(simdjson::error_code code, std::string_view text) {
  const Fault fault = fault_of(code);
  if (fault == Fault::invalid_utf8) {
    return {fault, base::valid_utf8_prefix(text), {}};
  }
  if (fault == Fault::control_character) {
    return {fault, std::min(find_control_in_string(text), text.size()), {}};
  }
  return {fault, text.size(), {}};
}

// ---- the interface ------------------------------------------------------------------------------

// Documents nest: the inner one finds no spare and makes its own.
std::unique_ptr<Document::State>& Document::spare() {
  static thread_local std::unique_ptr<State> kept;
  return kept;
}

Document::Document() : state_(std::move(spare())) {
  if (!state_) {
    state_ = std::make_unique<State>();
  }
}

Document::~Document() {
  if (state_->is_small()) {
    spare() = std::move(state_);
  }
}

Result<Value> Document::parse(std::string_view text) { return state_->parse(text); }

bool Value::is_integer() const noexcept {
  return kind() == Kind::number && is_integer_spelling(source());
}

std::optional<std::int64_t> Value::integer() const noexcept {
  if (!is_integer()) {
    return std::nullopt;
  }
  std::int64_t value = 0;
  const std::string_view digits = source();
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return code == std::errc{} ? std::optional(value) : std::nullopt;
}

std::optional<Value> Value::member(std::string_view key) const noexcept {
  for (const Member member : members()) {
    if (member.key == key) {
      return member.value;
    }
  }
  return std::nullopt;
}

}  // namespace json
