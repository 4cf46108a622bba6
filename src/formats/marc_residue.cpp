#include "formats/marc_residue.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/check.hpp"
#include "base/sha256.hpp"
#include "base/utf8.hpp"
#include "catalog/field_values.hpp"
#include "formats/book_json.hpp"
#include "formats/book_json_append.hpp"
#include "json/merge.hpp"
#include "json/reader.hpp"
#include "json/writer.hpp"

namespace formats {
namespace {

using catalog::Book;
using catalog::BookFields;
using catalog::Field;
using catalog::FieldSet;
using json::Kind;
using json::Value;

constexpr std::int64_t residue_version = 1;
constexpr std::size_t first_value_bytes_max = 64;
constexpr std::size_t digest_bytes = 8;
constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view null = "null";
constexpr std::string_view claims[] = {"id", "versao", "criado_em", "atualizado_em"};
constexpr FieldSet read_only{Field::id, Field::version, Field::created_at, Field::updated_at};

// The value of one member as the book's JSON has it; null when the book lacks it.
std::string member_json(const Book& book, Field field) {
  std::string object;
  append_book(object, book, FieldSet{field});
  const std::size_t begin = object.find(':');
  if (begin == std::string::npos) return std::string(null);
  object.pop_back();
  return object.substr(begin + 1);
}

std::string digest_of(std::string_view text) {
  const base::Sha256Digest digest = base::sha256(text);
  return "#" + base::hexadecimal(std::span(digest).first(digest_bytes));
}

// A short value as it is, of a long one the hash.
std::string first_json(std::string value) {
  if (value.size() <= first_value_bytes_max) return value;
  std::string hash;
  json::append_string(hash, digest_of(value));
  return hash;
}

// DEL and the C1 controls, which readers of MARC drop, and U+FFFE and U+FFFF, which MARCXML cannot
// hold.
bool is_fragile(char32_t c) noexcept {
  return (c >= 0x7F && c <= 0x9F) || c == 0xFFFE || c == 0xFFFF;
}

template <class Visit>
void each_character(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const auto [c, size] = base::utf8::decode(text);
    check(size > 0);
    visit(c, text.substr(0, size));
    text.remove_prefix(size);
  }
}

// Beyond ASCII JSON has characters in strings only, where an escape stands for each.
std::string with_escapes(std::string_view json) {
  std::string out;
  each_character(json, [&out](char32_t c, std::string_view bytes) {
    if (!is_fragile(c)) {
      out += bytes;
      return;
    }
    out += "\\u";
    for (const unsigned shift : {12U, 8U, 4U, 0U}) out += hex_digits[c >> shift & 15U];
  });
  return out;
}

bool has_fragile(std::string_view json) {
  bool has = false;
  each_character(json, [&has](char32_t c, std::string_view) { has = has || is_fragile(c); });
  return has;
}

// `extra` is kept to the byte, so that it goes as a string where escapes would change it.
std::string second_json(const Book& book, Field field) {
  std::string value = member_json(book, field);
  if (!has_fragile(value)) return value;
  if (field != Field::extra) return with_escapes(value);
  std::string text;
  json::append_string(text, value);
  return with_escapes(text);
}

std::string differences(const BookFields& mapped, const Book& book) {
  const FieldSet differing = catalog::differing_fields(mapped, book.fields);
  std::string members;
  if (differing.empty()) return members;
  const Book read{book.id, book.version, book.created_at, book.updated_at, mapped};
  for (std::size_t i = 0; i < catalog::field_count; ++i) {
    const auto field = static_cast<Field>(i);
    if (!differing.has(field)) continue;
    members += members.empty() ? "" : ",";
    json::append_string(members, catalog::wire_name(field));
    members += ":[" + first_json(member_json(read, field)) + "," + second_json(book, field) + "]";
  }
  return members;
}

// ---- reading

// What a residue says that still holds, as the members of a book's JSON.
class Applied {
 public:
  explicit Applied(const Book& mapped) : mapped_(mapped) {}

  bool read(Value root) {
    const auto version = root.member("v");
    if (!version || version->integer() != residue_version) return false;
    for (const std::string_view key : claims) {
      if (const auto value = root.member(key)) add(key, minified(*value));
    }
    const auto members = root.member("m");
    if (members && members->kind() != Kind::object) return false;
    if (!members) return true;
    for (const json::Member member : members->members()) {
      const auto field = catalog::field_named(member.key);
      if (!field || read_only.has(*field) || !read_member(*field, member.value)) return false;
    }
    return true;
  }

  bool empty() const noexcept { return json_.empty(); }
  // The whole book: what MARC gives where nothing else is said.
  std::string json() const {
    std::string out;
    FieldSet kept = FieldSet::all();
    for (std::size_t i = 0; i < catalog::field_count; ++i) {
      const auto field = static_cast<Field>(i);
      if (said_.has(field) || read_only.has(field)) kept.remove(field);
    }
    append_book(out, mapped_, kept);
    out.pop_back();
    out.append(out.size() > 1 && !json_.empty() ? "," : "").append(json_).append("}");
    return out;
  }

 private:
  bool read_member(Field field, Value value) {
    if (value.kind() != Kind::array) return false;
    std::array<std::optional<Value>, 2> pair;
    std::size_t count = 0;
    for (const Value item : value.items()) {
      if (count == pair.size()) return false;
      pair[count++] = item;
    }
    if (count != pair.size()) return false;
    if (!is_value(*pair[0], member_json(mapped_, field))) return true;  // edited since
    const bool is_object_as_text = field == Field::extra && pair[1]->kind() == Kind::string;
    const auto said =
        is_object_as_text ? object_in(pair[1]->text()) : std::optional(minified(*pair[1]));
    if (!said) return false;
    said_.add(field);
    add(catalog::wire_name(field), *said);
    return true;
  }

  static std::optional<std::string> object_in(std::string_view text) {
    json::Document document;
    const auto value = document.parse(text);
    if (!value || value->kind() != Kind::object) return std::nullopt;
    return minified(*value);
  }

  static std::string minified(Value value) {
    std::string out;
    json::append_minified(out, value);
    return out;
  }

  static bool is_value(Value first, std::string_view current) {
    if (first.kind() == Kind::string && first.text() == digest_of(current)) return true;
    return minified(first) == current;
  }

  void add(std::string_view key, std::string_view value) {
    json_ += json_.empty() ? "" : ",";
    json::append_string(json_, key);
    json_.append(":").append(value);
  }

  const Book& mapped_;
  FieldSet said_;
  std::string json_;
};

}  // namespace

std::string residue_of(const BookFields& mapped, const Book& book, WriteOptions::Purpose purpose) {
  const std::string members = differences(mapped, book);
  std::string claimed;
  if (purpose == WriteOptions::Purpose::round_trip) {
    append_book(claimed, book, read_only);
    claimed = "," + claimed.substr(1, claimed.size() - 2);
  }
  if (members.empty() && claimed.empty()) return {};
  std::string residue = "{\"v\":" + std::to_string(residue_version) + claimed;
  if (!members.empty()) residue += ",\"m\":{" + members + "}";
  return residue + "}";
}

bool apply_residue(catalog::NewBook& book, std::string_view residue, int current_year) {
  json::Document document;
  const auto root = document.parse(residue);
  if (!root || root->kind() != Kind::object) return false;
  const Book mapped{{1}, {1}, {}, {}, std::move(book.fields)};
  Applied applied(mapped);
  const bool is_read = applied.read(*root);
  auto completed = is_read && !applied.empty()
                       ? std::optional(read_book(applied.json(), current_year))
                       : std::nullopt;
  const bool is_whole = is_read && (!completed || completed->has_value());
  if (completed && completed->has_value()) {
    book = **std::move(completed);
  } else {
    book.fields = mapped.fields;
  }
  return is_whole;
}

}  // namespace formats
