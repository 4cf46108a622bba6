#include <gtest/gtest.h>

#include "store/book_words.hpp"
#include "store/sort_keys.hpp"

namespace store_book_words_test {
namespace {

catalog::BookFields book() {
  catalog::BookFields fields;
  fields.title = "A Hora da Estrela";
  fields.author = "Clarice Lispector";
  return fields;
}

TEST(BookWords, TitleGathersSubtitleAndOriginalTitle) {
  catalog::BookFields fields = book();
  fields.subtitle = "NOVELA";
  fields.original_title = "The Hour…";
  EXPECT_EQ(store::words_of(fields).title, "a hora da estrela novela the hour");
}

TEST(BookWords, AContributorWhoIsTheAuthorOccursOnce) {
  catalog::BookFields fields = book();
  fields.contributors = {{"Clarice Lispector", "aut"}, {"Benjamin Moser", "trl"}};
  EXPECT_EQ(store::words_of(fields).author, "clarice lispector benjamin moser");
}

TEST(BookWords, PartOfAnAuthorsWordIsAnotherName) {
  catalog::BookFields fields = book();
  fields.contributors = {{"Lis", "trl"}, {"Pector", "ill"}};
  EXPECT_EQ(store::words_of(fields).author, "clarice lispector lis pector");
}

TEST(BookWords, WithoutAuthorTheContributorsRemain) {
  catalog::BookFields fields = book();
  fields.author.reset();
  fields.contributors = {{"Moser", "edt"}};
  EXPECT_EQ(store::words_of(fields).author, "moser");
}

TEST(BookWords, AbsentFieldsHaveNoWords) {
  const store::BookWords words = store::words_of(book());
  EXPECT_EQ(words.publisher + words.subject + words.tag, "");
}

TEST(BookWords, ATextOfSignsAloneAddsNothing) {
  catalog::BookFields fields = book();
  fields.subtitle = "***";
  fields.subjects = {"!!!", "Ficção"};
  EXPECT_EQ(store::words_of(fields).title, "a hora da estrela");
  EXPECT_EQ(store::words_of(fields).subject, "ficcao");
}

TEST(Likeness, IsEqualForTheSameFoldedTitleAuthorAndYear) {
  catalog::BookFields other = book();
  other.title = "HORA DA ESTRELA";
  other.publisher = "Rocco";
  EXPECT_EQ(store::duplicate_key(store::sort_keys(other)),
            store::duplicate_key(store::sort_keys(book())));
}

TEST(Likeness, TellsTitleAuthorAndYearApart) {
  const store::SortKeys keys{"ab", "c", 1};
  for (const store::SortKeys& other : {store::SortKeys{"a", "bc", 1}, store::SortKeys{"ab", "c", 2},
                                       store::SortKeys{"abc", "", 1}}) {
    EXPECT_NE(store::duplicate_key(keys), store::duplicate_key(other));
  }
}

TEST(Likeness, NeverChangesOnDisk) {
  EXPECT_EQ(store::duplicate_key({"dom casmurro", "machado de assis", 1899}), -2332626166445156124);
}

}  // namespace
}  // namespace store_book_words_test
