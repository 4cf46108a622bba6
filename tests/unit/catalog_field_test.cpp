#include <gtest/gtest.h>

#include <set>
#include <string_view>

#include "catalog/book.hpp"
#include "catalog/field.hpp"
#include "catalog/field_values.hpp"

namespace catalog_field_test {
namespace {

using catalog::Field;
using catalog::field_named;
using catalog::FieldSet;
using catalog::IdentifierType;
using catalog::nearest_wire_name;
using catalog::wire_name;

TEST(Field, EveryWireNameNamesItsField) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < catalog::field_count; ++i) {
    const auto field = static_cast<Field>(i);
    EXPECT_TRUE(names.insert(wire_name(field)).second);
    EXPECT_EQ(field_named(wire_name(field)), field);
  }
  EXPECT_EQ(wire_name(Field::title), "título");
  EXPECT_EQ(wire_name(Field::contributors), "autores");
  EXPECT_EQ(wire_name(Field::updated_at), "atualizado_em");
}

TEST(Field, AliasesNameTitleAndAuthorOnly) {
  EXPECT_EQ(field_named("titulo"), Field::title);
  EXPECT_EQ(field_named("title"), Field::title);
  EXPECT_EQ(field_named("author"), Field::author);
  EXPECT_EQ(field_named("publisher"), std::nullopt);
  EXPECT_EQ(field_named("Titulo"), std::nullopt);
  EXPECT_EQ(field_named(""), std::nullopt);
}

TEST(NearestWireName, ForgivesCaseAccentsEditsAndEnglish) {
  EXPECT_EQ(nearest_wire_name("TÍTULO"), "título");
  EXPECT_EQ(nearest_wire_name("titlo"), "título");
  EXPECT_EQ(nearest_wire_name("edição"), "edicao");
  EXPECT_EQ(nearest_wire_name("idioma original"), "idioma_original");
  EXPECT_EQ(nearest_wire_name("editra"), "editora");
  EXPECT_EQ(nearest_wire_name("publisher"), "editora");
  EXPECT_EQ(nearest_wire_name("created_at"), "criado_em");
  EXPECT_EQ(nearest_wire_name("tags"), "etiquetas");
}

TEST(NearestWireName, SaysNothingWhenNothingIsNear) {
  EXPECT_EQ(nearest_wire_name("quantidade_em_estoque"), "");
  EXPECT_EQ(nearest_wire_name("xyzw"), "");
  EXPECT_EQ(nearest_wire_name(std::string(1000, 'a')), "");
}

TEST(IdentifierType, HasTheContractsNames) {
  EXPECT_EQ(wire_name(IdentifierType::invalid_isbn), "isbn_invalido");
  EXPECT_EQ(wire_name(IdentifierType::other), "outro");
  for (std::size_t i = 0; i < catalog::identifier_type_count; ++i) {
    const auto type = static_cast<IdentifierType>(i);
    EXPECT_EQ(catalog::identifier_type_named(wire_name(type)), type);
  }
  EXPECT_EQ(catalog::identifier_type_named("ISSN"), std::nullopt);
}

TEST(FieldSet, AddsRemovesAndAsks) {
  FieldSet set{Field::id, Field::extra};
  EXPECT_TRUE(set.has(Field::id));
  EXPECT_FALSE(set.has(Field::title));
  set.remove(Field::id);
  set.remove(Field::extra);
  EXPECT_TRUE(set.empty());
  EXPECT_TRUE(FieldSet::all().has(Field::updated_at));
}

TEST(FieldValues, DifferAndAreCopiedOneByOne) {
  catalog::BookFields left;
  left.title = "A";
  left.year = 1899;
  left.subjects = {"x"};
  catalog::BookFields right = left;
  EXPECT_TRUE(catalog::differing_fields(left, right).empty());
  right.title = "B";
  right.subjects.clear();
  right.author = "C";
  EXPECT_EQ(catalog::differing_fields(left, right),
            (FieldSet{Field::title, Field::subjects, Field::author}));
  catalog::copy_fields(left, {right, {Field::subjects, Field::author}});
  EXPECT_EQ(catalog::differing_fields(left, right), FieldSet{Field::title});
}

}  // namespace
}  // namespace catalog_field_test
