#include <gtest/gtest.h>

#include "store/sort_keys.hpp"

namespace store_duplicate_key_test {
namespace {

catalog::BookFields book() {
  catalog::BookFields fields;
  fields.title = "A Hora da Estrela";
  fields.author = "Clarice Lispector";
  return fields;
}

TEST(DuplicateKey, IsEqualForTheSameFoldedTitleAuthorAndYear) {
  catalog::BookFields other = book();
  other.title = "HORA DA ESTRELA";
  other.publisher = "Rocco";
  EXPECT_EQ(store::duplicate_key(store::sort_keys(other)),
            store::duplicate_key(store::sort_keys(book())));
}

TEST(DuplicateKey, TellsTitleAuthorAndYearApart) {
  const store::SortKeys keys{"ab", "c", 1};
  for (const store::SortKeys& other : {store::SortKeys{"a", "bc", 1}, store::SortKeys{"ab", "c", 2},
                                       store::SortKeys{"abc", "", 1}}) {
    EXPECT_NE(store::duplicate_key(keys), store::duplicate_key(other));
  }
}

TEST(DuplicateKey, NeverChangesOnDisk) {
  EXPECT_EQ(store::duplicate_key({"dom casmurro", "machado de assis", 1899}), -2332626166445156124);
}

}  // namespace
}  // namespace store_duplicate_key_test
