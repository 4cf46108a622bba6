#include "formats/book_json_reader.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/clock.hpp"
#include "base/text.hpp"
#include "json/merge.hpp"

namespace formats {
namespace {

using catalog::FieldSet;
using catalog::read_only_fields;
using catalog::Rule;
using json::Kind;

std::string_view expected_type(catalog::Field field) noexcept {
  constexpr FieldSet integers{catalog::Field::id, catalog::Field::version, catalog::Field::year,
                              catalog::Field::pages};
  constexpr FieldSet arrays{catalog::Field::contributors, catalog::Field::other_isbns,
                            catalog::Field::identifiers,  catalog::Field::subjects,
                            catalog::Field::tags,         catalog::Field::notes,
                            catalog::Field::links};
  constexpr FieldSet objects{catalog::Field::series, catalog::Field::extra};
  if (integers.has(field)) {
    return "integer";
  }
  if (arrays.has(field)) {
    return "array";
  }
  if (objects.has(field)) {
    return "object";
  }
  return field == catalog::Field::author ? "string/null" : "string";
}

// More is not shown anyway, and a value may be a megabyte.
constexpr std::size_t value_bytes_max = 4 * (catalog::shown_max + 1);

bool says_the_same(json::Value left, json::Value right) {
  const auto clean = [](json::Value value) { return base::to_nfc(base::trim(value.text())); };
  return left.kind() == right.kind() && clean(left) == clean(right);
}

}  // namespace

void BookReader::read(Value root) {
  for (const Member member : root.members()) {
    if (const auto field = catalog::field_named(member.key)) {
      read_member(*field, member);
    } else {
      refuse_unknown(member.key);
    }
  }
}

// In a whole book null is what is absent, but for the author's: a member that many clients write
// for every field that they know.
void BookReader::read_member(Field field, const Member& member) {
  const bool is_null = member.value.kind() == Kind::null;
  if (is_null && mode_ == Mode::book && field != Field::author) {
    return;
  }
  if (!note_synonym(field, member)) {
    return;
  }
  if (!is_null) {
    read_value(field, member.value);
  } else if (field == Field::author) {
    builder_.author_unknown();
    patch_.removed.add(field);
  } else {
    read_null(field);
  }
}

bool BookReader::note_synonym(Field field, const Member& member) {
  auto* sent = std::ranges::find(synonyms_, field, &Sent::field);
  if (sent == synonyms_.end()) {
    return true;
  }
  if (!sent->value) {
    sent->key = member.key;
    sent->value = member.value;
    return true;
  }
  if (!says_the_same(*sent->value, member.value)) {
    std::string pointer;
    json::append_pointer(pointer, member.key);
    builder_.refuse({std::move(pointer), Rule::alias_conflict, {std::string(sent->key)}});
  }
  return false;
}

// RFC 7396: null removes. What a book cannot be without cannot be removed.
void BookReader::read_null(Field field) {
  if (field == Field::title) {
    refuse({field, {}, {}}, Rule::required);
  } else if (read_only_fields.has(field)) {
    refuse({field, {}, {}}, Rule::read_only);
  } else {
    patch_.removed.add(field);
  }
}

void BookReader::read_value(Field field, Value value) {
  if (!read_only_fields.has(field) && field != Field::series && field != Field::extra) {
    patch_.set.add(field);
  }
  switch (field) {
    case Field::id:
    case Field::version:
    case Field::created_at:
    case Field::updated_at:
      return read_read_only(field, value);
    case Field::title:
    case Field::author:
    case Field::subtitle:
    case Field::original_title:
    case Field::isbn:
    case Field::publisher:
    case Field::place:
    case Field::edition:
    case Field::language:
    case Field::original_language:
    case Field::cdd:
    case Field::cdu:
    case Field::synopsis:
    case Field::cover:
      return read_text(field, value);
    case Field::year:
    case Field::pages:
      return read_number(field, value);
    case Field::contributors:
      return read_contributors(value);
    case Field::other_isbns:
    case Field::subjects:
    case Field::tags:
    case Field::notes:
      return read_texts(field, value);
    case Field::identifiers:
      return read_identifiers(value);
    case Field::links:
      return read_links(value);
    case Field::series:
      return mode_ == Mode::patch ? patch_series(value) : read_series(value);
    case Field::extra:
      return read_extra(value);
  }
}

void BookReader::read_read_only(Field field, Value value) {
  const FieldPath path{field, {}, {}};
  if (field == Field::created_at || field == Field::updated_at) {
    const auto text = text_at(path, value);
    const auto instant = text ? base::parse_rfc3339(*text) : std::nullopt;
    if (text && !instant) {
      builder_.refuse(
          {catalog::to_pointer(path), Rule::invalid_value, {"RFC 3339"}, std::string(*text)});
    }
    (field == Field::created_at ? claims_.created_at : claims_.updated_at) = instant;
    return;
  }
  const auto number = integer_at(path, value);
  if (!number) {
    return;
  }
  if (*number < 1 || *number > catalog::book_id_max) {
    builder_.refuse({catalog::to_pointer(path),
                     Rule::out_of_range,
                     {"1", std::to_string(catalog::book_id_max)},
                     std::string(value.source())});
  } else if (field == Field::id) {
    id_ = catalog::BookId{*number};
  } else {
    claims_.version = catalog::Version{*number};
  }
}

void BookReader::read_text(Field field, Value value) {
  const auto text = text_at({field, {}, {}}, value);
  if (!text) {
    return;
  }
  if (field == Field::author) {
    builder_.author(*text);
  } else if (field == Field::isbn) {
    builder_.isbn(*text);
  } else {
    builder_.text(field, *text);
  }
}

void BookReader::read_number(Field field, Value value) {
  const auto number = integer_at({field, {}, {}}, value);
  if (!number) {
    return;
  }
  if (field == Field::year) {
    builder_.year(*number);
  } else {
    builder_.pages(*number);
  }
}

void BookReader::read_extra(Value value) {
  if (value.kind() != Kind::object) {
    refuse_type({Field::extra, {}, {}}, "object", value);
    return;
  }
  std::string json;
  json::append_minified(json, value);
  if (mode_ == Mode::patch) {
    patch_.extra_patch = std::move(json);  // the limits hold for the result
    return;
  }
  builder_.extra({json, json::depth_of(value)});
}

// ---- values by type ----------------------------------------------------------------------------

std::optional<std::string_view> BookReader::text_at(const FieldPath& path, Value value) {
  if (value.kind() == Kind::string) {
    return value.text();
  }
  refuse_type(path, path.index ? "string" : expected_type(path.field), value);
  return std::nullopt;
}

// Beyond 64 bits is beyond every range: the nearest number gets the error that names the range.
std::optional<std::int64_t> BookReader::integer_at(const FieldPath& path, Value value) {
  if (!value.is_integer()) {
    refuse_type(path, "integer", value);
    return std::nullopt;
  }
  using Limits = std::numeric_limits<std::int64_t>;
  const bool negative = value.source().starts_with('-');
  return value.integer().value_or(negative ? Limits::min() : Limits::max());
}

std::optional<BookReader::Parts> BookReader::parts_at(const FieldPath& path, Value value,
                                                      std::span<const std::string_view> keys) {
  if (value.kind() != Kind::object) {
    refuse_type(path, "object", value);
    return std::nullopt;
  }
  Parts parts;
  bool good = true;
  const bool null_removes = mode_ == Mode::patch && path.field == Field::series;
  for (const Member member : value.members()) {
    const auto key = std::ranges::find(keys, member.key);
    if (key == keys.end()) {
      refuse_unknown(path, member.key, keys);
      good = false;
    } else if (member.value.kind() == Kind::null && !null_removes) {
      continue;  // as in a whole book
    } else if (member.value.kind() != Kind::string && member.value.kind() != Kind::null) {
      refuse_type({path.field, path.index, *key}, "string", member.value);
      good = false;
    } else {
      parts[static_cast<std::size_t>(key - keys.begin())] = member.value;
    }
  }
  return good ? std::optional(parts) : std::nullopt;
}

// ---- errors ------------------------------------------------------------------------------------

void BookReader::refuse(const FieldPath& path, Rule rule, std::vector<std::string> arguments) {
  builder_.refuse({catalog::to_pointer(path), rule, std::move(arguments)});
}

void BookReader::refuse_type(const FieldPath& path, std::string_view expected, Value value) {
  if (builder_.is_full()) {
    return builder_.refuse_unseen();
  }
  builder_.refuse({catalog::to_pointer(path),
                   Rule::wrong_type,
                   {std::string(expected)},
                   std::string(base::clip_bytes(json::spelling_of(value), value_bytes_max))});
}

// Looking for the nearest name costs more than reading a book: not for errors nobody will see.
void BookReader::refuse_unknown(std::string_view key) {
  if (builder_.is_full()) {
    return builder_.refuse_unseen();
  }
  std::string pointer;
  json::append_pointer(pointer, key);
  builder_.refuse({pointer, Rule::unknown_key, {std::string(catalog::nearest_wire_name(key))}});
}

void BookReader::refuse_unknown(const FieldPath& object, std::string_view key,
                                std::span<const std::string_view> known) {
  if (builder_.is_full()) {
    return builder_.refuse_unseen();
  }
  std::string pointer = catalog::to_pointer(object);
  json::append_pointer(pointer, key);
  builder_.refuse({pointer, Rule::unknown_key, {std::string(catalog::nearest_name(key, known))}});
}

// The builder speaks of "/título"; a client that sent "title" is told about "/title".
catalog::Problem BookReader::with_sent_keys(catalog::Problem problem) const {
  for (const Sent& sent : synonyms_) {
    const std::string canonical = catalog::to_pointer({sent.field, {}, {}});
    for (catalog::FieldError& error : problem.errors) {
      const bool conflict = error.rule == Rule::alias_conflict;  // names its own key
      if (sent.value && !conflict && error.pointer == canonical) {
        error.pointer = "/" + std::string(sent.key);
      }
    }
  }
  return problem;
}

catalog::Result<catalog::NewBook> BookReader::finish_book() && {
  auto fields = std::move(builder_).finish();
  if (!fields) {
    return catalog::fail(with_sent_keys(std::move(fields).error()));
  }
  return catalog::NewBook{id_, *std::move(fields), claims_};
}

catalog::Result<catalog::BookPatch> BookReader::finish_patch() && {
  auto fields = std::move(builder_).finish_partial();
  if (!fields) {
    return catalog::fail(with_sent_keys(std::move(fields).error()));
  }
  patch_.values = *std::move(fields);
  patch_.id = id_;
  patch_.version = claims_.version;
  patch_.created_at = claims_.created_at;
  patch_.updated_at = claims_.updated_at;
  return std::move(patch_);
}

}  // namespace formats
