// The walk behind formats::read_book and read_patch: one parsed object into one BookBuilder, every
// error noted under the key that the client used. One thread, one book; the json::Document must
// outlive it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/book_builder.hpp"
#include "catalog/book_patch.hpp"
#include "catalog/field.hpp"
#include "catalog/new_book.hpp"
#include "catalog/problem.hpp"
#include "json/reader.hpp"

namespace formats {

class BookReader {
 public:
  enum class Mode : std::uint8_t { book, patch };

  BookReader(Mode mode, int current_year) : mode_(mode), builder_(current_year) {}

  // `root` must be an object.
  void read(json::Value root);
  catalog::Result<catalog::NewBook> finish_book() &&;
  catalog::Result<catalog::BookPatch> finish_patch() &&;

 private:
  using Field = catalog::Field;
  using FieldPath = catalog::FieldPath;
  using Value = json::Value;
  using Member = json::Member;
  // The members of a small object, in the order of its keys.
  static constexpr std::size_t parts_max = 4;
  using Parts = std::array<std::optional<Value>, parts_max>;

  // A member that has synonyms, as it was sent first.
  struct Sent {
    Field field;
    std::string_view key;
    std::optional<Value> value;
  };
  void read_member(Field field, const Member& member);
  void read_null(Field field);
  void read_value(Field field, Value value);
  void read_read_only(Field field, Value value);
  void read_text(Field field, Value value);
  void read_number(Field field, Value value);
  template <class ReadItem>
  void read_list(Field field, Value value, ReadItem read_item);
  void read_texts(Field field, Value value);
  void read_contributors(Value value);
  void read_identifiers(Value value);
  void read_links(Value value);
  void read_series(Value value);
  void patch_series(Value value);
  void read_extra(Value value);

  // false: this synonym adds nothing to the one before it.
  bool note_synonym(Field field, const Member& member);
  void refuse_unknown(const FieldPath& object, std::string_view key,
                      std::span<const std::string_view> known);
  void refuse_unknown(std::string_view key);
  void refuse(const FieldPath& path, catalog::Rule rule, std::vector<std::string> arguments = {});
  void refuse_type(const FieldPath& path, std::string_view expected, Value value);
  std::optional<std::string_view> text_at(const FieldPath& path, Value value);
  std::optional<std::int64_t> integer_at(const FieldPath& path, Value value);
  // nullopt: not an object, or one with an error, which is noted.
  std::optional<Parts> parts_at(const FieldPath& path, Value value,
                                std::span<const std::string_view> keys);
  catalog::Problem with_sent_keys(catalog::Problem problem) const;

  Mode mode_;
  catalog::BookBuilder builder_;
  std::array<Sent, 2> synonyms_{{{Field::title, {}, {}}, {Field::author, {}, {}}}};
  std::optional<catalog::BookId> id_;
  catalog::Claims claims_;
  catalog::BookPatch patch_;
};

}  // namespace formats
