#include "store/group_results.hpp"

#include <algorithm>
#include <utility>

#include "json/reader.hpp"
#include "json/writer.hpp"

namespace store {
namespace {

using catalog::Field;
using json::Value;

// ---- writing

void append_texts(std::string& out, std::span<const std::string> texts) {
  json::Array array(out);
  for (const std::string& text : texts) {
    array.item();
    json::append_string(out, text);
  }
  array.end();
}

void append_ids(json::Object& object, std::string& out, std::span<const BookId> ids) {
  if (ids.empty()) {
    return;
  }
  object.key("d");
  json::Array array(out);
  for (const BookId id : ids) {
    array.item();
    json::append_integer(out, id.value);
  }
  array.end();
}

void append_errors(std::string& out, std::span<const catalog::FieldError> errors) {
  json::Array array(out);
  for (const catalog::FieldError& error : errors) {
    array.item();
    json::Object object(out);
    object.string("p", error.pointer);
    object.string("r", kind_of(error.rule).slug);
    object.key("a");
    append_texts(out, error.arguments);
    object.string("s", error.value);
    object.end();
  }
  array.end();
}

void append_fields(std::string& out, catalog::FieldSet fields) {
  json::Array array(out);
  for (std::size_t i = 0; i < catalog::field_count; ++i) {
    if (fields.has(static_cast<Field>(i))) {
      array.item();
      json::append_string(out, catalog::wire_name(static_cast<Field>(i)));
    }
  }
  array.end();
}

void append_done(std::string& out, const Written& written) {
  const bool is_deletion = written.change == Change::deleted;
  json::Object object(out);
  object.integer("b", written.book.id.value);
  object.integer("v", written.book.version.value - (is_deletion ? 1 : 0));
  object.integer("c", static_cast<int>(written.change));
  append_ids(object, out, written.duplicates);
  object.end();
}

void append_refused(std::string& out, const Refused& refused) {
  json::Object object(out);
  object.string("p", kind_of(refused.problem.code).slug);
  object.key("a");
  append_texts(out, refused.problem.arguments);
  object.key("e");
  append_errors(out, refused.problem.errors);
  object.integer("n", refused.problem.errors_left_out);
  if (refused.current) {
    object.integer("b", refused.current->id.value);
    object.integer("v", refused.current->version.value);
  }
  object.key("f");
  append_fields(out, refused.changed);
  append_ids(object, out, refused.duplicates);
  object.end();
}

// ---- reading

std::int64_t integer_in(Value object, std::string_view key) {
  const auto value = object.member(key);
  return value ? value->integer().value_or(0) : 0;
}

std::vector<std::string> texts_in(Value object, std::string_view key) {
  std::vector<std::string> texts;
  if (const auto array = object.member(key)) {
    for (const Value item : array->items()) {
      texts.emplace_back(item.text());
    }
  }
  return texts;
}

std::vector<BookId> ids_in(Value object) {
  std::vector<BookId> ids;
  if (const auto array = object.member("d")) {
    for (const Value item : array->items()) {
      ids.push_back({item.integer().value_or(0)});
    }
  }
  return ids;
}

std::optional<std::vector<catalog::FieldError>> errors_in(Value object) {
  std::vector<catalog::FieldError> errors;
  const auto array = object.member("e");
  if (!array) {
    return std::nullopt;
  }
  for (const Value item : array->items()) {
    const auto pointer = item.member("p");
    const auto slug = item.member("r");
    const auto sent = item.member("s");
    const auto kinds = catalog::rule_kinds();
    const auto kind = std::ranges::find(kinds, slug ? slug->text() : "", &catalog::RuleKind::slug);
    if (!pointer || !sent || kind == kinds.end()) {
      return std::nullopt;
    }
    errors.push_back(
        {std::string(pointer->text()), kind->rule, texts_in(item, "a"), std::string(sent->text())});
  }
  return errors;
}

std::optional<GroupResult> result_in(Value item) {
  const BookId book{integer_in(item, "b")};
  const Version version{integer_in(item, "v")};
  const auto slug = item.member("p");
  if (!slug) {
    const std::int64_t number = integer_in(item, "c");
    if (book.value < 1 || version.value < 1 || number < 0 ||
        number > static_cast<std::int64_t>(Change::restored)) {
      return std::nullopt;
    }
    const auto change = static_cast<Change>(number);
    return IdempotencyRecord{{},     book, {version.value + (change == Change::deleted ? 1 : 0)},
                             change, {},   ids_in(item)};
  }
  const catalog::ProblemKind* const kind = catalog::problem_kind_named(slug->text());
  auto errors = errors_in(item);
  if (kind == nullptr || !errors) {
    return std::nullopt;
  }
  Refused refused{{kind->code, texts_in(item, "a"), *std::move(errors),
                   static_cast<std::size_t>(integer_in(item, "n"))},
                  std::nullopt,
                  {},
                  ids_in(item)};
  if (book.value > 0) {
    refused.current = BookDocument{book, version, {}};
  }
  for (const std::string& name : texts_in(item, "f")) {
    if (const auto field = catalog::field_named(name)) {
      refused.changed.add(*field);
    }
  }
  return refused;
}

}  // namespace

std::string pack_results(std::span<const WriteOutcome> outcomes) {
  std::string out;
  json::Array array(out);
  for (const WriteOutcome& outcome : outcomes) {
    array.item();
    if (outcome) {
      append_done(out, *outcome);
    } else {
      append_refused(out, outcome.error());
    }
  }
  array.end();
  return out;
}

std::optional<std::vector<GroupResult>> unpack_results(std::string_view packed) {
  json::Document document;
  const auto root = document.parse(packed);
  if (!root || root->kind() != json::Kind::array) {
    return std::nullopt;
  }
  std::vector<GroupResult> results;
  for (const Value item : root->items()) {
    auto result = result_in(item);
    if (!result) {
      return std::nullopt;
    }
    results.push_back(*std::move(result));
  }
  return results;
}

}  // namespace store
