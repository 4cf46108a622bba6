#include "api/endpoints/batch_body.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "api/answer/book_answer.hpp"
#include "catalog/limits.hpp"
#include "catalog/new_book.hpp"
#include "formats/book_json.hpp"
#include "json/array_slices.hpp"
#include "json/reader.hpp"

namespace api {
namespace {

using catalog::BookId;
using catalog::Rule;
using json::Value;
using Kind = BatchOperation::Kind;

struct Operation {
  std::string_view name;
  std::string_view members;  // in words of catalog/problem_words.cpp
  bool needs_id;
  bool takes_version;  // se_versao
  bool has_book;
};
// In the order of Kind.
constexpr std::array<Operation, 5> operations{{
    {"criar", "of criar", false, false, true},
    {"substituir", "of substituir, alterar", true, true, true},
    {"alterar", "of substituir, alterar", true, true, true},
    {"excluir", "of excluir", true, true, false},
    {"restaurar", "of op restaurar", true, true, false},
}};
constexpr std::array<std::string_view, 5> keys{"op", "id", "se_versao", "livro", "versao"};

store::Refused refused(catalog::Problem problem) {
  return store::Refused::because(std::move(problem));
}

// Reads one operation after another; `errors` are those that refuse the whole.
class OperationReader {
 public:
  OperationReader(const BatchRules& rules, std::vector<catalog::FieldError>& errors)
      : rules_(rules), errors_(errors) {}

  void read(Value item, std::size_t place, BatchBody& body);

 private:
  void refuse(std::string_view key, Rule rule, std::vector<std::string> arguments,
              std::string value = {});
  std::optional<Kind> kind_in(Value item);
  void check_keys(Value item, const Operation& operation);
  std::optional<std::int64_t> number_in(Value item, std::string_view key);
  bool has(Value item, std::string_view key) const;

  std::variant<store::Action, store::Refused> action_of(Kind kind, Value item,
                                                        BatchOperation& operation);
  std::variant<store::Action, store::Refused> create(Value book, std::optional<std::int64_t> id);
  std::variant<store::Action, store::Refused> change(Kind kind, BookId id, Value book,
                                                     BatchOperation& operation);

  const BatchRules& rules_;
  std::vector<catalog::FieldError>& errors_;
  std::string pointer_;  // to the operation at hand
};

void OperationReader::refuse(std::string_view key, Rule rule, std::vector<std::string> arguments,
                             std::string value) {
  if (errors_.size() > catalog::limits::errors_max) {
    return;
  }
  std::string pointer = pointer_;
  if (!key.empty()) {
    json::append_pointer(pointer, key);
  }
  errors_.push_back({std::move(pointer), rule, std::move(arguments), std::move(value)});
}

// A member that may be left out may be null as well.
bool OperationReader::has(Value item, std::string_view key) const {
  const auto value = item.member(key);
  return value && value->kind() != json::Kind::null;
}

std::optional<Kind> OperationReader::kind_in(Value item) {
  const auto op = item.member("op");
  if (!op || op->kind() == json::Kind::null) {
    refuse("op", Rule::required, {});
    return std::nullopt;
  }
  const auto* const known = std::ranges::find(operations, op->text(), &Operation::name);
  if (known == operations.end()) {
    refuse("op", Rule::invalid_value, {"criar, substituir, alterar, excluir, restaurar"},
           op->kind() == json::Kind::string ? catalog::shown(op->text())
                                            : catalog::shown(json::spelling_of(*op)));
    return std::nullopt;
  }
  return static_cast<Kind>(known - operations.begin());
}

void OperationReader::check_keys(Value item, const Operation& operation) {
  const bool restores = operation.name == "restaurar";
  const std::array<std::pair<std::string_view, bool>, 5> allowed{
      {{"op", true},
       {"id", true},
       {"se_versao", operation.takes_version},
       {"livro", operation.has_book},
       {"versao", restores}}};
  for (const json::Member member : item.members()) {
    const auto* const known =
        std::ranges::find(allowed, member.key, [](const auto& one) { return one.first; });
    if (known == allowed.end()) {
      refuse(member.key, Rule::unknown_key,
             {std::string(catalog::nearest_name(member.key, keys)), "of lote"});
    } else if (!known->second && member.value.kind() != json::Kind::null) {
      refuse(member.key, Rule::unknown_key, {"", std::string(operation.members)});
    }
  }
  for (const auto& [key, is_needed] : {std::pair<std::string_view, bool>{"id", operation.needs_id},
                                       {"livro", operation.has_book},
                                       {"versao", restores}}) {
    // A book that is null is a bad book, as it would be alone.
    if (is_needed && !(key == "livro" ? item.member(key).has_value() : has(item, key))) {
      refuse(key, Rule::required, {});
    }
  }
}

// nullopt: absent, or no whole number, which is noted. One beyond 64 bits is as good as the
// largest.
std::optional<std::int64_t> OperationReader::number_in(Value item, std::string_view key) {
  if (!has(item, key)) {
    return std::nullopt;
  }
  const Value value = *item.member(key);
  if (!value.is_integer()) {
    refuse(key, Rule::wrong_type, {"integer"}, catalog::shown(json::spelling_of(value)));
    return std::nullopt;
  }
  return value.integer().value_or(value.source().starts_with('-') ? INT64_MIN : INT64_MAX);
}

std::variant<store::Action, store::Refused> OperationReader::create(
    Value book_value, std::optional<std::int64_t> id) {
  auto book = formats::read_book(book_value, rules_.current_year);
  if (!book) {
    return refused(std::move(book).error());
  }
  if (id) {
    if (*id < 1 || *id > catalog::book_id_max) {
      return refused(catalog::problem::invalid_book({{"/id",
                                                      Rule::out_of_range,
                                                      {"1", std::to_string(catalog::book_id_max)},
                                                      std::to_string(*id)}}));
    }
    if (book->id && book->id->value != *id) {
      return refused(catalog::foreign_id(*book->id));
    }
    book->id = BookId{*id};
  }
  return store::Action{store::Create{*std::move(book), rules_.duplicates}};
}

std::variant<store::Action, store::Refused> OperationReader::change(Kind kind, BookId id,
                                                                    Value value,
                                                                    BatchOperation& operation) {
  if (kind == Kind::alter) {
    auto patch = formats::read_patch(value, rules_.current_year);
    if (!patch) {
      return refused(std::move(patch).error());
    }
    operation.touched = touched_by(*patch);
    return store::Action{store::Alter{id, *std::move(patch)}};
  }
  auto book = formats::read_book(value, rules_.current_year);
  if (!book) {
    return refused(std::move(book).error());
  }
  if (book->id && *book->id != id) {
    return refused(catalog::foreign_id(*book->id));
  }
  return store::Action{store::Replace{id, *std::move(book)}};
}

std::variant<store::Action, store::Refused> OperationReader::action_of(Kind kind, Value item,
                                                                       BatchOperation& operation) {
  if (kind == Kind::create) {
    return create(*item.member("livro"), operation.id);
  }
  if (*operation.id < 1 || *operation.id > catalog::book_id_max) {
    return refused(catalog::problem::book_not_found(std::to_string(*operation.id)));
  }
  const BookId id{*operation.id};
  if (kind != Kind::restore && rules_.if_match == IfMatch::required && !has(item, "se_versao")) {
    return refused(catalog::problem::of(catalog::ProblemCode::precondition_required));
  }
  if (kind == Kind::remove) {
    return store::Action{store::Remove{id}};
  }
  if (kind == Kind::restore) {
    const std::int64_t version = number_in(item, "versao").value_or(0);
    if (version < 1) {
      return refused(catalog::problem::version_not_found(id, std::to_string(version)));
    }
    return store::Action{store::Restore{id, {version}}};
  }
  return change(kind, id, *item.member("livro"), operation);
}

void OperationReader::read(Value item, std::size_t place, BatchBody& body) {
  const std::size_t errors_before = errors_.size();
  pointer_ = "/" + std::to_string(place);
  if (item.kind() != json::Kind::object) {
    refuse("", Rule::wrong_type, {"object"}, catalog::shown(json::spelling_of(item)));
    return;
  }
  const auto kind = kind_in(item);
  if (!kind) {
    return;
  }
  check_keys(item, operations[static_cast<std::size_t>(*kind)]);
  BatchOperation operation{*kind, number_in(item, "id")};
  const auto if_version = number_in(item, "se_versao");
  number_in(item, "versao");
  if (errors_.size() > errors_before) {
    return;
  }
  store::GroupedWrite write{action_of(*kind, item, operation)};
  if (if_version) {
    write.precondition.match = {store::Condition::Kind::one_of, {*if_version}};
  }
  body.operations.push_back(operation);
  body.writes.push_back(std::move(write));
}

catalog::Problem problem_at(json::Error error, std::size_t place, std::size_t offset) {
  error.byte_offset += offset;
  error.pointer.insert(0, "/" + std::to_string(place));
  return formats::to_problem(error);
}

catalog::Problem wrong_array(Rule rule, std::string argument) {
  return catalog::problem::invalid_book({{"", rule, {std::move(argument)}}});
}

}  // namespace

std::string_view name_of(Kind kind) noexcept {
  return operations[static_cast<std::size_t>(kind)].name;
}

catalog::Result<BatchBody> read_batch(std::string_view text, const BatchRules& rules) {
  const auto slices = json::slice_array(text, store::grouped_writes_max);
  if (!slices) {
    return catalog::fail(formats::to_problem(slices.error()));
  }
  using Extent = json::ArraySlices::Extent;
  if (slices->extent != Extent::whole) {
    return catalog::fail(
        slices->extent == Extent::no_array
            ? wrong_array(Rule::wrong_type, "array")
            : wrong_array(Rule::too_many, std::to_string(store::grouped_writes_max)));
  }
  BatchBody body;
  std::vector<catalog::FieldError> errors;
  OperationReader reader(rules, errors);
  json::Document document;
  for (std::size_t i = 0; i < slices->items.size(); ++i) {
    const std::string_view item = slices->items[i];
    if (item.size() > rules.operation_bytes_max) {
      return catalog::fail(catalog::problem::body_too_large(rules.operation_bytes_max));
    }
    const auto value = document.parse(item);
    if (!value) {
      const auto offset = static_cast<std::size_t>(item.data() - text.data());
      return catalog::fail(problem_at(value.error(), i, offset));
    }
    if (errors.size() <= catalog::limits::errors_max) {
      reader.read(*value, i, body);
    }
  }
  if (!errors.empty()) {
    return catalog::fail(catalog::problem::invalid_book(std::move(errors)));
  }
  return body;
}

}  // namespace api
