#include <gtest/gtest.h>

#include "store/packed_text.hpp"

namespace store_packed_text_test {
namespace {

using catalog::Contributor;
using catalog::Identifier;
using catalog::IdentifierType;

template <class Item>
std::string packed(const std::vector<Item>& items) {
  return store::pack(std::span<const Item>(items));
}

TEST(PackedText, AnEmptyListIsAnEmptyText) {
  EXPECT_EQ(packed(std::vector<std::string>{}), "");
  EXPECT_EQ(store::unpack_texts(""), std::vector<std::string>{});
  EXPECT_EQ(store::unpack_contributors(""), std::vector<Contributor>{});
}

TEST(PackedText, TextsComeBackInOrderWhateverTheyHold) {
  const std::vector<std::string> texts{"um", "dois, \"três\"", "linha\nnova\ttab", "ção", "|;\\"};
  EXPECT_EQ(store::unpack_texts(packed(texts)), texts);
}

TEST(PackedText, ContributorsKeepNameAndRole) {
  const std::vector<Contributor> names{{"Machado de Assis", "aut"}, {"Moser; B.", "trl"}};
  EXPECT_EQ(store::unpack_contributors(packed(names)), names);
}

TEST(PackedText, IdentifiersOfEveryTypeComeBack) {
  std::vector<Identifier> identifiers;
  for (int type = 0; type <= static_cast<int>(IdentifierType::other); ++type) {
    identifiers.push_back({static_cast<IdentifierType>(type), "valor " + std::to_string(type)});
  }
  EXPECT_EQ(store::unpack_identifiers(packed(identifiers)), identifiers);
}

TEST(PackedText, NamesOfIdentifierTypesNeverChangeOnDisk) {
  EXPECT_EQ(packed(std::vector<Identifier>{{IdentifierType::issn, "1"},
                                           {IdentifierType::invalid_isbn, "2"},
                                           {IdentifierType::other, "3"}}),
            "issn\x1F"
            "1\x1Einvalid_isbn\x1F"
            "2\x1Eother\x1F"
            "3");
}

TEST(PackedText, IsbnsAndIdsComeBack) {
  const std::vector<catalog::Isbn> isbns{*catalog::Isbn::parse("9788535914849"),
                                         *catalog::Isbn::parse("9780195101706")};
  EXPECT_EQ(store::unpack_isbns(packed(isbns)), isbns);
  const std::vector<catalog::BookId> ids{{1}, {catalog::book_id_max}, {42}};
  EXPECT_EQ(store::unpack_ids(packed(ids)), ids);
}

TEST(PackedText, WhatPackingDidNotMakeIsRefused) {
  EXPECT_FALSE(store::unpack_contributors("sem papel"));
  EXPECT_FALSE(
      store::unpack_identifiers("desconhecido\x1F"
                                "1"));
  EXPECT_FALSE(store::unpack_isbns("9788535914840"));
  EXPECT_FALSE(store::unpack_ids("1\x1E"));
  EXPECT_FALSE(store::unpack_ids("12a"));
}

TEST(PackedTextDeathTest, ASeparatorInsideAValueIsABug) {
  EXPECT_DEATH(packed(std::vector<std::string>{"um\x1Eoutro"}), "check failed");
}

}  // namespace
}  // namespace store_packed_text_test
